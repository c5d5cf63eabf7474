namespace Observatory.Agents.Steps;

/// <summary>
/// The telemetry of one family of frameworks. To add one: a class in <c>Families</c>, its line in <c>AgentFamilies</c>, and a
/// recording with its rows among the tests.
/// </summary>
internal interface IAgentFamily
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The attributes by which it names a conversation; what a search for one looks for.</summary>
    IReadOnlyList<string> ConversationKeys { get; }

    /// <summary>
    /// Fills in what a span says in this family's words and what no family before it knew. A span is recognised by what it carries, not
    /// by its service. One that says nothing in these words stays as it is.
    /// </summary>
    void Read(AgentStep step);
}
