using System.Security.Cryptography;
using Tta.Deployment.Manifest;

namespace Tta.Deployment.Expressions;

/// <summary>Generates secrets as a parameter's <c>generate</c> rule asks, from the system's cryptographic randomness.</summary>
internal static class SecretGenerator
{
    private const int DefaultLength = 22;
    private const string LowerCase = "abcdefghijklmnopqrstuvwxyz";
    private const string UpperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string SpecialCharacters = "!()*+-._{}~";

    public static string Generate(GenerateRule rule)
    {
        (bool Allowed, int Minimum, string Characters)[] classes =
        [
            (rule.Lower, rule.MinLower, LowerCase),
            (rule.Upper, rule.MinUpper, UpperCase),
            (rule.Numeric, rule.MinNumeric, Digits),
            (rule.Special, rule.MinSpecial, SpecialCharacters),
        ];
        var allowed = classes.Where(c => c.Allowed).ToList();
        var required = allowed.SelectMany(c => RandomNumberGenerator.GetItems<char>(c.Characters, c.Minimum)).ToArray();
        var length = Math.Max(required.Length, rule.MinLength > 0 ? rule.MinLength : DefaultLength);
        var alphabet = string.Concat(allowed.Select(c => c.Characters));
        char[] secret = [.. required, .. RandomNumberGenerator.GetItems<char>(alphabet, length - required.Length)];
        RandomNumberGenerator.Shuffle<char>(secret);
        return new string(secret);
    }
}
