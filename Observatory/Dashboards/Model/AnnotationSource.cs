namespace Observatory.Dashboards.Model;

/// <summary>Where marks on time axes come from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Whom it asks.</param>
/// <param name="Expression">What it asks.</param>
/// <param name="Color">The marks' colour.</param>
/// <param name="Title">A mark's title, with labels.</param>
/// <param name="Text">A mark's text, with labels.</param>
internal sealed record AnnotationSource(string Name, DataSourceRef Source, string Expression, string Color, string Title, string Text);
