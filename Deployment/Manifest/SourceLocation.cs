using System.Globalization;
using System.Text;

namespace Tta.Deployment.Manifest;

/// <summary>A place in a manifest or a settings file, as error messages name it.</summary>
/// <param name="File">The file as the user would write it.</param>
/// <param name="Line">1-based line; 0 when the value did not come from a file.</param>
/// <param name="Resource">The resource the value belongs to.</param>
/// <param name="Property">The path below the resource.</param>
internal readonly record struct SourceLocation(string File, int Line, string? Resource = null, string? Property = null)
{
    /// <summary>The error for a problem at this place.</summary>
    public DeploymentException Error(string problem) => new($"{this}: {problem}");

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $":{Line}");
        }

        if (Resource is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $": resource '{Resource}'");
        }

        if (!string.IsNullOrEmpty(Property))
        {
            text.Append(CultureInfo.InvariantCulture, $"{(Resource is null ? ":" : ",")} property '{Property}'");
        }

        return text.ToString();
    }
}
