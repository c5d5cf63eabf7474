using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Tta.ServiceDefaults.Access;

/// <summary>The key that the application's services share, and that whoever asks them must send; its text is kept by the sender alone.</summary>
internal sealed class AccessKey
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "tta-access-key";

    /// <summary>The setting; without it no key is asked for.</summary>
    public const string Setting = "Access:Key";

    private const int MinLength = 16;
    private readonly byte[] _hash;

    private AccessKey(string key)
    {
        Text = key;
        _hash = Hash(key);
    }

    /// <summary>What is sent.</summary>
    public string Text { get; }

    /// <summary>The key that is configured; null when there is none.</summary>
    /// <exception cref="InvalidConfigurationException">It is too short, or cannot be sent in a header.</exception>
    public static AccessKey? Of(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => null,
        var key when key.Length >= MinLength && key.All(character => character is > ' ' and <= '~') => new(key),
        _ => throw new InvalidConfigurationException(
            $"Access__Key cannot be used: expected at least {MinLength} letters, digits or other visible characters of ASCII."),
    };

    /// <summary>Whether it is what was sent. Takes as long for any two of the same length, and says nothing of how much of them is equal.</summary>
    public bool Is(string? sent) => sent is not null && CryptographicOperations.FixedTimeEquals(_hash, Hash(sent));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
