using System.Globalization;
using System.Text.Json.Nodes;

namespace Tta.Configuration.Tests;

public sealed class PrometheusConfigurationTests
{
    [Fact]
    public void Promtool_accepts_the_configuration_with_its_rules() => Accepts("promtool", "check", "config", Repository.PathOf("prometheus/prometheus.yml"));

    [Fact]
    public void Amtool_accepts_the_alert_routes() => Accepts("amtool", "check-config", Repository.PathOf("alertmanager/alertmanager.yml"));

    [Fact]
    public void Every_scrape_target_is_a_container_and_one_of_its_ports()
    {
        var targets = Directory.EnumerateFiles(Repository.PathOf("prometheus/targets"), "*.json")
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!.AsArray())
            .SelectMany(group => group!["targets"]!.AsArray().Select(target => target!.GetValue<string>()))
            .ToList();

        Assert.NotEmpty(targets);
        Assert.All(targets, target =>
        {
            var parts = target.Split(':');
            Assert.Contains(parts[0], PublishedResource.Names);
            Assert.Contains(int.Parse(parts[1], CultureInfo.InvariantCulture), new PublishedResource(parts[0]).Ports);
        });
    }

    [Fact]
    public void Only_services_have_target_info()
    {
        // Alerts take it for a sign of life of the services, and the collector has one of its own.
        var collector = YamlDocument.Read("prometheus/prometheus.yml").At("scrape_configs").AsArray()
            .Select(job => job!.AsObject())
            .Single(job => job.Text("job_name") == "otel-collector");
        var rule = Assert.Single(collector.At("metric_relabel_configs").AsArray())!.AsObject();

        Assert.Equal(["__name__"], rule.Texts("source_labels"));
        Assert.Equal("target_info", rule.Text("regex"));
        Assert.Equal("drop", rule.Text("action"));
    }

    [Theory]
    [InlineData("prometheus", "prometheus/prometheus.yml")]
    [InlineData("alertmanager", "alertmanager/alertmanager.yml")]
    public void The_container_reads_the_mounted_file(string name, string file)
    {
        var resource = new PublishedResource(name);
        var directory = Path.GetDirectoryName(file)!;

        Assert.Contains($"--config.file={resource.Mounts[directory]}/{Path.GetFileName(file)}", resource.Arguments);
        Assert.True(File.Exists(Repository.PathOf(file)), $"{file} is missing.");
    }

    [Fact]
    public void Exemplars_are_stored() => Assert.Contains("--enable-feature=exemplar-storage", new PublishedResource("prometheus").Arguments);

    [Fact]
    public void Web_pages_of_others_cannot_read_metrics() => Assert.Contains("--web.cors.origin=none", new PublishedResource("prometheus").Arguments);

    [Theory]
    [InlineData("prometheus", "--storage.tsdb.path=")]
    [InlineData("alertmanager", "--storage.path=")]
    [InlineData("pushgateway", "--persistence.file=")]
    public void Data_is_written_to_the_volume(string name, string option)
    {
        var resource = new PublishedResource(name);
        var argument = Assert.Single(resource.Arguments, argument => argument.StartsWith(option, StringComparison.Ordinal));

        Assert.StartsWith(Assert.Single(resource.VolumeTargets), argument[option.Length..], StringComparison.Ordinal);
    }

    private static void Accepts(string program, params string[] arguments)
    {
        var (exitCode, output) = Tool.Run(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}:{Environment.NewLine}{output}");
    }
}
