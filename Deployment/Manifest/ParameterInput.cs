namespace Tta.Deployment.Manifest;

/// <summary>An input of a parameter: given by the user, defaulted, or generated.</summary>
/// <param name="IsSecret">Whether it must never be shown.</param>
/// <param name="Default">A literal default.</param>
/// <param name="Generate">How to generate it when nobody gives it.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record ParameterInput(bool IsSecret, LocatedText? Default, GenerateRule? Generate, SourceLocation At);

/// <summary>What a generated value looks like, in the manifest's own terms.</summary>
internal sealed record GenerateRule(
    int MinLength,
    bool Lower,
    bool Upper,
    bool Numeric,
    bool Special,
    int MinLower,
    int MinUpper,
    int MinNumeric,
    int MinSpecial);
