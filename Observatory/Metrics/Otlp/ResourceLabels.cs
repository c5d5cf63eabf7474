using Observatory.Metrics.Model;
using Observatory.Metrics.Naming;
using Observatory.Metrics.Store;
using Observatory.Otlp;

namespace Observatory.Metrics.Otlp;

/// <summary>What a resource contributes: <c>job</c> and <c>instance</c> on every series, the rest on <c>target_info</c>.</summary>
internal static class ResourceLabels
{
    private static readonly MetricDefinition TargetInfo = new(new MetricName("target_info", ""), MetricKind.Info, "Target metadata");

    /// <summary>Adds <c>job</c> (namespace/name) and <c>instance</c>.</summary>
    public static void AddTarget(LabelSetBuilder labels, OtlpResource resource)
    {
        if (resource.Attributes["service.name"] is { Length: > 0 } service)
        {
            var job = resource.ServiceNamespace is { Length: > 0 } space ? $"{space}/{service}" : service;
            labels.AddOwn(default, "job"u8, Encoding.UTF8.GetBytes(job));
        }

        if (resource.ServiceInstanceId is { Length: > 0 } instance)
        {
            labels.AddOwn(default, "instance"u8, Encoding.UTF8.GetBytes(instance));
        }
    }

    /// <summary>Adds the scope, which keeps apart two meters that use one name for two instruments.</summary>
    public static void AddScope(LabelSetBuilder labels, OtlpScope scope)
    {
        labels.AddOwn(default, "otel_scope_name"u8, Encoding.UTF8.GetBytes(scope.Name));
        labels.AddOwn(default, "otel_scope_version"u8, Encoding.UTF8.GetBytes(scope.Version));
        foreach (var (key, value) in scope.Attributes.Items)
        {
            labels.AddOwn("otel_scope_"u8, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>Keeps <c>target_info</c> up to date, if the resource says more than who it is.</summary>
    public static void StoreInfo(MetricStore store, LabelSetBuilder labels, MetricPoint point, OtlpResource resource)
    {
        labels.Clear();
        labels.CutToFit = true;
        AddTarget(labels, resource);
        var identified = labels.Render().Length > 0;
        var more = false;
        foreach (var (key, value) in resource.Attributes.Items)
        {
            if (key is not ("service.name" or "service.namespace" or "service.instance.id"))
            {
                labels.Add(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
                more = true;
            }
        }

        if (identified && more)
        {
            point.Clear();
            point.Value = 1;
            store.Apply(TargetInfo, labels.Render(), point);
        }

        labels.CutToFit = false;
        labels.Clear();
    }
}
