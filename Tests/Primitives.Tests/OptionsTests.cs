using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Primitives.Tests.Support;
using Tta.Primitives;

namespace Primitives.Tests;

/// <summary>Every options type of the library: bound from configuration, and checked by the primitive it is for.</summary>
public sealed class OptionsTests
{
    private static readonly WorkflowPrimitive<int, int> Next = Make.Add(1);

    /// <summary>How each options type is used; a new one must come here, or <see cref="Every_options_type_is_known_here"/> fails.</summary>
    private static readonly Dictionary<Type, Func<object, object>> Uses = new()
    {
        [typeof(ParallelPrimitiveOptions)] = o => new ParallelPrimitive<int, int>([Next], (ParallelPrimitiveOptions)o),
        [typeof(RouterOptions)] = o => new RouterPrimitive<int, int>(
            new Dictionary<string, WorkflowPrimitive<int, int>> { ["a"] = Next }, (_, _) => "a", (RouterOptions)o),
        [typeof(RetryOptions)] = o => new RetryPrimitive<int, int>(Next, (RetryOptions)o),
        [typeof(TimeoutOptions)] = o => new TimeoutPrimitive<int, int>(Next, (TimeoutOptions)o),
        [typeof(CircuitBreakerOptions)] = o => new CircuitBreakerPrimitive<int, int>(Next, (CircuitBreakerOptions)o),
        [typeof(FallbackOptions)] = o => new FallbackPrimitive<int, int>(Next, [Next], (FallbackOptions)o),
        [typeof(CacheOptions<>)] = o => new CachePrimitive<int, int>(Next, (_, _) => "k", (CacheOptions<int>)o),
        [typeof(LlmOptions)] = o => new LlmPrimitive(ScriptedChatClient.Answering("x"), (LlmOptions)o),
        [typeof(MemoryOptions)] = o => new MemoryPrimitive((MemoryOptions)o),
        [typeof(AdaptiveOptions)] = o => new AdaptiveRetryPrimitive<int, int>(Next, options: (AdaptiveOptions)o),
        [typeof(WorkflowExecutionOptions)] = o => Executed((WorkflowExecutionOptions)o),
        [typeof(TailSamplerOptions)] = o => new TailSampler(_ => { }, (TailSamplerOptions)o),
    };

    public static TheoryData<Type, string> Bounded =>
        All(p => p.GetCustomAttributes<ValidationAttribute>().Any(a => a is RangeAttribute or DurationRangeAttribute));

    public static TheoryData<Type, string> Bindable => All(p => Sample(p) is not null);

    [Fact]
    public void Every_options_type_is_known_here() => Assert.Equal(
        typeof(WorkflowPrimitive).Assembly.GetExportedTypes().Where(t => t.Name.Contains("Options", StringComparison.Ordinal)).Select(t => t.Name).Order(),
        Uses.Keys.Select(t => t.Name).Order());

    [Theory]
    [MemberData(nameof(Bindable))]
    public void An_option_is_bound_from_the_primitives_section(Type type, string property)
    {
        PropertyInfo option = Concrete(type).GetProperty(property)!;
        string text = Sample(option)!;
        object options = Bound(type, property, text);
        object value = Convert.ChangeType(option.GetValue(options)!, option.GetValue(options)!.GetType(), CultureInfo.InvariantCulture);
        Assert.Equal(text, string.Create(CultureInfo.InvariantCulture, $"{value}"));
    }

    [Theory]
    [MemberData(nameof(Bounded))]
    public void An_option_out_of_its_range_is_refused_when_the_primitive_is_made(Type type, string property)
    {
        PropertyInfo option = Concrete(type).GetProperty(property)!;
        bool duration = (Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType) == typeof(TimeSpan);
        object options = Bound(type, property, duration ? "-00:00:01" : "-1");
        ArgumentException thrown = Assert.ThrowsAny<ArgumentException>(() => Uses[type](options));
        Assert.Contains(property, thrown.Message, StringComparison.Ordinal);
    }

    private static WorkflowExecution Executed(WorkflowExecutionOptions options)
    {
        using WorkflowExecution execution = WorkflowExecution.Start(Make.Context(), options);
        execution.Succeed();
        return execution;
    }

    /// <summary>The options as an application gets them: by the builder's method where there is one.</summary>
    private static object Bound(Type type, string property, string value)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                [$"Workflows:w:it:{property}"] = value,
                [$"Workflows:w:{property}"] = value,
                ["Workflows:w:it:Provider"] = property == "Provider" ? value : "p",
                ["Workflows:w:it:Model"] = property == "Model" ? value : "m",
            })
            .Build();
        object? bound = null;
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddWorkflow("w", builder =>
            {
                MethodInfo? method = Array.Find(
                    typeof(WorkflowSetup).GetMethods(),
                    m => m.ReturnType.IsGenericType ? m.ReturnType.GetGenericTypeDefinition() == type : m.ReturnType == type && m.GetParameters().Length == 1);
                method = method is { IsGenericMethod: true } ? method.MakeGenericMethod(typeof(int)) : method;
                bound = type == typeof(WorkflowExecutionOptions) ? builder.Execution : method?.Invoke(builder, ["it"]);
                return Make.Add(1);
            })
            .BuildServiceProvider();
        services.GetRequiredService<Workflow<int, int>>();
        if (bound is null)
        {
            // Not part of a workflow: the host binds it like any other options.
            bound = Activator.CreateInstance(type)!;
            configuration.GetSection("Workflows:w:it").Bind(bound);
        }

        return bound;
    }

    private static Type Concrete(Type type) => type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(int)) : type;

    private static TheoryData<Type, string> All(Func<PropertyInfo, bool> which)
    {
        var data = new TheoryData<Type, string>();
        foreach (Type type in Uses.Keys)
        {
            foreach (PropertyInfo property in Concrete(type).GetProperties().Where(which))
            {
                data.Add(type, property.Name);
            }
        }

        return data;
    }

    /// <summary>A value other than the default, as configuration spells it; null for what only code can set and for the name.</summary>
    private static string? Sample(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return property.Name == "Name" ? null
            : type == typeof(int) ? "7"
            : type == typeof(double) ? "0.25"
            : type == typeof(TimeSpan) ? "00:00:07"
            : type == typeof(bool) ? "False"
            : type == typeof(string) ? "seven"
            : type.IsEnum ? Enum.GetNames(type)[1]
            : null;
    }
}
