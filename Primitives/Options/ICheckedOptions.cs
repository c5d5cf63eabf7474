namespace Tta.Primitives;

/// <summary>Options that a primitive checks and copies when it is made: what is changed later is for the next one.</summary>
/// <typeparam name="T">The options.</typeparam>
internal interface ICheckedOptions<out T>
{
    /// <summary>The primitive's name, if it has one of its own.</summary>
    string? Name { get; }

    /// <summary>A copy; all that options hold is immutable or shared on purpose.</summary>
    T Copy();
}
