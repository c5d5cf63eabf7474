namespace Tta.DemoWorkers.WorkflowEngine.Faults;

/// <summary>What kind of step it is, which decides what faults it can have.</summary>
internal enum StepKind
{
    /// <summary>A function: it can fail, and take longer.</summary>
    Function,

    /// <summary>A call of a model: it can fail, and take longer, whichever model it is.</summary>
    ModelCall,

    /// <summary>A check of what was asked: it can find it invalid, which is its error.</summary>
    Check,

    /// <summary>A cache: it can miss what it has.</summary>
    Cache,
}
