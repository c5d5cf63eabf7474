using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Reading;

/// <summary>Reads where marks on time axes come from, which differs little between the schemas.</summary>
internal static class AnnotationReader
{
    /// <summary>Reads a source; null when it is off, or kept in Grafana's own database, or not asked here: then its name is added to what is said.</summary>
    public static AnnotationSource? Read(
        Node annotation, DataSourceRef source, string expression, string title, string text, List<string> unsupported)
    {
        if (annotation["enable"].IsFalse || annotation["hide"].IsTrue || annotation["builtIn"].IsTrue || annotation["builtIn"].Number == 1)
        {
            return null;
        }

        var name = annotation["name"].Or("");
        if (expression.Length == 0 || source.Kind is not "prometheus")
        {
            unsupported.Add($"annotation {name}");
            return null;
        }

        return new(name, source, expression, annotation["iconColor"].Or("blue"), title.Length > 0 ? title : name, text);
    }
}
