using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Tta.Rules.Tests;

public class ConfigurationTests
{
    private static readonly string[] Jobs = ["alertmanager", "grafana", "jaeger", "loki", "otel-collector", "prometheus", "pushgateway", "tta-primitives"];

    private static YamlNode Prometheus => RuleCatalog.Load(Repository.PathOf("prometheus", "prometheus.yml")).RootNode;

    [Fact]
    public void Prometheus_configuration_is_valid()
    {
        var (exitCode, output) = Tool.Run("promtool", "check", "config", Repository.PathOf("prometheus", "prometheus.yml"));

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("WARNING", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Prometheus_configuration_is_valid_without_a_single_target_file()
    {
        using var folder = new TemporaryDirectory();
        File.Copy(Repository.PathOf("prometheus", "prometheus.yml"), folder.PathOf("prometheus.yml"));
        Directory.CreateDirectory(folder.PathOf("rules"));
        Array.ForEach(RuleFiles.All, f => File.Copy(f, folder.PathOf("rules", Path.GetFileName(f))));

        var (exitCode, output) = Tool.Run("promtool", "check", "config", folder.PathOf("prometheus.yml"));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void Prometheus_scrapes_every_five_seconds_and_evaluates_rules_every_ten()
    {
        Assert.Equal("5s", Prometheus["global"]["scrape_interval"].ToString());
        Assert.Equal("10s", Prometheus["global"]["evaluation_interval"].ToString());
        foreach (var file in RuleFiles.All)
        {
            // Windows of days are the one exception: they hardly move in a minute and cost most.
            Assert.All(
                (YamlSequenceNode)RuleCatalog.Load(file).RootNode["groups"],
                g => Assert.Equal(g["name"].ToString() == "slo-long-windows" ? "1m" : "10s", g["interval"].ToString()));
        }
    }

    [Fact]
    public void Every_job_takes_its_targets_from_the_file_of_its_name_and_that_file_names_one()
    {
        var jobs = ((YamlSequenceNode)Prometheus["scrape_configs"]).ToDictionary(
            job => job["job_name"].ToString(), job => job["file_sd_configs"][0]["files"][0].ToString());

        Assert.Equal(Jobs, jobs.Keys.Order(StringComparer.Ordinal));
        Assert.All(jobs, job => Assert.Equal($"targets/{job.Key}.json", job.Value));
        foreach (var file in jobs.Values.Append("targets/alertmanagers.json"))
        {
            using var targets = JsonDocument.Parse(Repository.Read("prometheus", file));
            Assert.Matches(@"^[a-z-]+:\d+$", targets.RootElement[0].GetProperty("targets")[0].GetString());
        }
    }

    [Theory]
    [InlineData("aspire-manifest.json")]
    [InlineData("AppHost/Prometheus/PrometheusProcess.cs")]
    public void Prometheus_keeps_data_for_as_long_as_any_rule_looks_back(string manifest)
    {
        var kept = Regex.Match(Repository.Read(manifest), @"--storage\.tsdb\.retention\.time=(\d+)d");
        var longest = RuleCatalog.Rules.SelectMany(rule => PromQl.RangesOf(rule.Expression))
            .Select(range => range.Split(':')[0]).Where(range => range.EndsWith('d')).Max(range => int.Parse(range[..^1], CultureInfo.InvariantCulture));

        Assert.True(kept.Success, manifest);
        Assert.True(int.Parse(kept.Groups[1].ValueSpan, CultureInfo.InvariantCulture) >= longest, $"{kept.Value}, but a rule looks back {longest} days");
    }

    [Theory]
    [InlineData("tta-primitives")]
    [InlineData("pushgateway")]
    public void Series_that_others_measured_keep_their_own_job_and_instance(string job)
    {
        var config = ((YamlSequenceNode)Prometheus["scrape_configs"]).Single(c => c["job_name"].ToString() == job);

        Assert.Equal("true", config["honor_labels"].ToString());
    }

    [Fact]
    public void Alertmanager_configuration_is_valid()
    {
        var (exitCode, output) = Tool.Run("amtool", "check-config", Repository.PathOf("alertmanager", "alertmanager.yml"));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void Every_severity_in_use_has_a_route_and_anything_else_ends_at_the_default_receiver()
    {
        var severities = RuleCatalog.Alerts.Select(a => a.Map("labels")["severity"]).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(["critical", "info", "warning"], severities);
        foreach (var (severity, receiver) in severities.Select(s => (s, s)).Append(("unheard-of", "local")))
        {
            var (exitCode, output) = Tool.Run(
                "amtool", "config", "routes", "test", $"--config.file={Repository.PathOf("alertmanager", "alertmanager.yml")}",
                $"--verify.receivers={receiver}", $"severity={severity}");
            Assert.True(exitCode == 0, output);
        }
    }

    [Fact]
    public void Alertmanager_sends_nothing_off_the_machine_by_default()
    {
        var receivers = (YamlSequenceNode)RuleCatalog.Load(Repository.PathOf("alertmanager", "alertmanager.yml")).RootNode["receivers"];

        Assert.All(receivers, r => Assert.Equal(["name"], ((YamlMappingNode)r).Children.Keys.Select(k => k.ToString())));
    }
}
