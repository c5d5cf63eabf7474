using System.Text;

namespace Tta.Deployment.Output;

/// <summary>A file that is to be written.</summary>
/// <param name="Name">Its name in the output folder.</param>
/// <param name="Content">What it holds.</param>
/// <param name="IsPrivate">Whether only its owner may read it.</param>
internal sealed record OutputFile(string Name, byte[] Content, bool IsPrivate = false)
{
    public OutputFile(string name, string content, bool isPrivate = false)
        : this(name, Encoding.UTF8.GetBytes(content), isPrivate)
    {
    }

    /// <summary>The first line of what is generated: it may be replaced and removed.</summary>
    public const string Header =
        "# Written by Deployment from the manifest, and written again by the next run: change the manifest or deployment.json.\n";

    public string Text => Encoding.UTF8.GetString(Content);
}
