using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Every options type of the library: bound from configuration, and checked by the primitive it is for.</summary>
public sealed class OptionsTests
{
    private static readonly WorkflowPrimitive<int, int> Next = Make.Add(1);

    /// <summary>How each options type is used; a new one must come here, or <see cref="Every_options_type_is_known_here"/> fails.</summary>
    private static readonly Dictionary<Type, Func<object, object>> Uses = new()
    {
        [typeof(ParallelPrimitiveOptions)] = o => new ParallelPrimitive<int, int>([Next], (ParallelPrimitiveOptions)o),
        [typeof(ForEachOptions)] = o => new ForEachPrimitive<int, int>(Next, (ForEachOptions)o),
        [typeof(RaceOptions)] = o => new RacePrimitive<int, int>([Next], (RaceOptions)o),
        [typeof(LoopOptions)] = o => new LoopPrimitive<int>(Next, (_, _) => true, (LoopOptions)o),
        [typeof(RouterOptions)] = o => new RouterPrimitive<int, int>(
            new Dictionary<string, WorkflowPrimitive<int, int>> { ["a"] = Next }, (_, _) => "a", (RouterOptions)o),
        [typeof(RetryOptions)] = o => new RetryPrimitive<int, int>(Next, (RetryOptions)o),
        [typeof(TimeoutOptions)] = o => new TimeoutPrimitive<int, int>(Next, (TimeoutOptions)o),
        [typeof(CircuitBreakerOptions)] = o => new CircuitBreakerPrimitive<int, int>(Next, (CircuitBreakerOptions)o),
        [typeof(FallbackOptions)] = o => new FallbackPrimitive<int, int>(Next, [Next], (FallbackOptions)o),
        [typeof(CacheOptions<>)] = o => new CachePrimitive<int, int>(Next, (_, _) => "k", (CacheOptions<int>)o),
        [typeof(LlmOptions)] = o => new LlmPrimitive(ScriptedChatClient.Answering("x"), (LlmOptions)o),
        [typeof(BudgetOptions)] = o => new BudgetPrimitive<int, int>(Next, (BudgetOptions)o),
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
    public void An_option_out_of_its_range_is_refused_by_the_binding_and_by_the_primitive(Type type, string property)
    {
        PropertyInfo option = Concrete(type).GetProperty(property)!;
        Type kind = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        if (type != typeof(TailSamplerOptions))
        {
            OptionsValidationException refused = Assert.Throws<OptionsValidationException>(
                () => Bound(type, property, kind == typeof(TimeSpan) ? "-00:00:01" : "-1"));
            Assert.Contains($"Workflows:w:it:{property}: ", refused.Message, StringComparison.Ordinal);
        }

        object options = Activator.CreateInstance(Concrete(type))!;
        option.SetValue(options, kind == typeof(TimeSpan) ? TimeSpan.FromSeconds(-1) : Convert.ChangeType(-1, kind, CultureInfo.InvariantCulture));
        ArgumentException thrown = Assert.ThrowsAny<ArgumentException>(() => Uses[type](options));
        Assert.Contains(property, thrown.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Type> Types => [.. Uses.Keys.Where(type => type != typeof(WorkflowExecutionOptions))];

    [Theory]
    [MemberData(nameof(Types))]
    public void Options_are_copied_when_the_primitive_is_made(Type type)
    {
        object options = Activator.CreateInstance(Concrete(type))!;
        if (options is LlmOptions model)
        {
            (model.Provider, model.Model) = ("p", "m");
        }
        else if (options is BudgetOptions budget)
        {
            budget.MaxCalls = 1;
        }

        object primitive = Uses[type](options);
        Assert.False(Holds(primitive, options, depth: 4), $"It holds on to the {type.Name} that it was given.");
    }

    [Fact]
    public async Task One_options_object_serves_two_models()
    {
        var asked = new List<string?>();
        var client = new ScriptedChatClient((_, options) =>
        {
            asked.Add(options?.ModelId);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "x"));
        });
        var options = new LlmOptions { Provider = "p", Model = "small" };
        var small = new LlmPrimitive(client, options);
        options.Model = "large";
        var large = new LlmPrimitive(client, options);
        LlmResponse answer = await small.ExecuteAsync("hi", Make.Context());
        await large.ExecuteAsync("hi", Make.Context());
        Assert.Equal(["small", "large"], asked);
        Assert.Equal("small", answer.Model);
    }

    [Fact]
    public void How_a_workflow_shows_is_settled_when_it_is_built()
    {
        WorkflowExecutionOptions? mine = null;
        using ServiceProvider services = new ServiceCollection()
            .AddWorkflow("w", setup => { mine = setup.Execution; return Make.Add(1); })
            .BuildServiceProvider();
        var workflow = services.GetRequiredService<Workflow<int, int>>();
        Assert.False(Holds(workflow, mine!, depth: 2));
    }

    /// <summary>Whether <paramref name="owner"/> refers to <paramref name="thing"/>, directly or through what it is made of.</summary>
    private static bool Holds(object owner, object thing, int depth)
    {
        if (ReferenceEquals(owner, thing))
        {
            return true;
        }

        if (depth == 0 || owner is string || owner.GetType().IsPrimitive || owner.GetType().Namespace is not ("Tta.Primitives" or "Polly"))
        {
            return false;
        }

        for (Type? type = owner.GetType(); type is not null; type = type.BaseType)
        {
            const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
            foreach (FieldInfo field in type.GetFields(Own))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike && field.GetValue(owner) is { } value && Holds(value, thing, depth - 1))
                {
                    return true;
                }
            }
        }

        return false;
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
        var settings = new Dictionary<string, string?>
        {
            [type == typeof(WorkflowExecutionOptions) ? $"Workflows:w:{property}" : $"Workflows:w:it:{property}"] = value,
        };
        if (type == typeof(LlmOptions))
        {
            settings.TryAdd("Workflows:w:it:Provider", "p");
            settings.TryAdd("Workflows:w:it:Model", "m");
        }

        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        object? bound = null;
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddWorkflow("w", setup =>
            {
                MethodInfo? method = Array.Find(
                    typeof(WorkflowSetup).GetMethods(),
                    m => m.ReturnType.IsGenericType ? m.ReturnType.GetGenericTypeDefinition() == type : m.ReturnType == type && m.GetParameters().Length == 2);
                method = method is { IsGenericMethod: true } ? method.MakeGenericMethod(typeof(int)) : method;
                if (type == typeof(WorkflowExecutionOptions))
                {
                    bound = setup.Execution;
                }
                else if (method is not null)
                {
                    bound = method.Invoke(setup, BindingFlags.DoNotWrapExceptions, null, ["it", null], null);
                }
                else
                {
                    // Not part of a workflow: the host binds it like any other options.
                    bound = Activator.CreateInstance(type)!;
                    setup.Section("it").Bind(bound);
                }

                return Make.Add(1);
            })
            .BuildServiceProvider();
        services.GetRequiredService<Workflow<int, int>>();
        return bound!;
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
            : type == typeof(long) || type == typeof(decimal) ? "7"
            : type == typeof(double) ? InRange(property, 0.25).ToString(CultureInfo.InvariantCulture)
            : type == typeof(TimeSpan) ? "00:00:07"
            : type == typeof(bool) ? "False"
            : type == typeof(string) ? "seven"
            : type.IsEnum ? Enum.GetNames(type)[1]
            : null;
    }

    private static double InRange(PropertyInfo property, double value) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? Math.Clamp(value, Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture))
        : value;
}
