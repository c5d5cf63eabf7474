using System.Collections.Frozen;
using Keys = Tta.Primitives.TtaNames.Attributes;
using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>Chooses one of several named primitives and runs it.</summary>
/// <typeparam name="TIn">What it and its routes take.</typeparam>
/// <typeparam name="TOut">What they return.</typeparam>
/// <remarks>The choice has a span of its own, <c>primitive.router.route_decision</c>, which ends before the chosen route starts.</remarks>
public sealed class RouterPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    // Rules mostly return the very strings that the routes were named with; comparing a few references is faster than a look-up.
    private const int Few = 8;

    private readonly FrozenDictionary<string, (string Name, WorkflowPrimitive<TIn, TOut> Primitive)> _routes;
    private readonly (string Name, WorkflowPrimitive<TIn, TOut> Primitive)[] _few;
    private readonly Func<TIn, WorkflowContext, string>? _rule;
    private readonly IRouteSelector<TIn> _selector;
    private readonly IRouteObserver? _observer;
    private readonly RouterOptions _options;
    private readonly HashSet<string> _reasons = new(StringComparer.Ordinal);

    /// <summary>Routes by a rule.</summary>
    /// <param name="routes">The routes by name; the comparer of one of the framework's dictionaries is kept.</param>
    /// <param name="rule">Returns the name of the route to take.</param>
    /// <param name="options">How to route.</param>
    /// <exception cref="ArgumentException">There is no route, the default is not one, or an argument is null.</exception>
    public RouterPrimitive(
        IReadOnlyDictionary<string, WorkflowPrimitive<TIn, TOut>> routes,
        Func<TIn, WorkflowContext, string> rule,
        RouterOptions? options = null)
        : this(routes, new DelegateSelector<TIn>(rule ?? throw new ArgumentNullException(nameof(rule))), options) => _rule = rule;

    /// <summary>Routes by a rule, with a table written <c>new() { ["cheap"] = small, ["good"] = large }</c>.</summary>
    /// <param name="routes">The routes by name.</param>
    /// <param name="rule">Returns the name of the route to take.</param>
    /// <param name="options">How to route.</param>
    /// <exception cref="ArgumentException">There is no route, the default is not one, or an argument is null.</exception>
    public RouterPrimitive(
        Dictionary<string, WorkflowPrimitive<TIn, TOut>> routes, Func<TIn, WorkflowContext, string> rule, RouterOptions? options = null)
        : this((IReadOnlyDictionary<string, WorkflowPrimitive<TIn, TOut>>)routes, rule, options)
    {
    }

    /// <summary>Routes by a strategy, with a table written <c>new() { ["cheap"] = small, ["good"] = large }</c>.</summary>
    /// <param name="routes">The routes by name.</param>
    /// <param name="selector">Chooses.</param>
    /// <param name="options">How to route.</param>
    /// <exception cref="ArgumentException">There is no route, the default is not one, or an argument is null.</exception>
    public RouterPrimitive(
        Dictionary<string, WorkflowPrimitive<TIn, TOut>> routes, IRouteSelector<TIn> selector, RouterOptions? options = null)
        : this((IReadOnlyDictionary<string, WorkflowPrimitive<TIn, TOut>>)routes, selector, options)
    {
    }

    /// <summary>Routes by a strategy.</summary>
    /// <param name="routes">The routes by name; the comparer of one of the framework's dictionaries is kept.</param>
    /// <param name="selector">Chooses.</param>
    /// <param name="options">How to route.</param>
    /// <exception cref="ArgumentException">There is no route, the default is not one, or an argument is null.</exception>
    public RouterPrimitive(
        IReadOnlyDictionary<string, WorkflowPrimitive<TIn, TOut>> routes, IRouteSelector<TIn> selector, RouterOptions? options = null)
        : base(PrimitiveTypes.Router, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(selector);
        _options = OptionsCheck.Valid(options ?? new RouterOptions());
        _routes = routes.ToFrozenDictionary(
            route => route.Key, route => (route.Key, route.Value), KeyedCases.ComparerOf(routes) ?? StringComparer.Ordinal);
        _few = [.. _routes.Values.Take(Few)];
        _selector = selector;
        _observer = selector as IRouteObserver;
        if (_routes.Count == 0 || _routes.Values.Any(route => route.Primitive is null))
        {
            throw new ArgumentException("A router needs at least one route, and none may be null.", nameof(routes));
        }

        if (_options.DefaultRoute is { } fallback && !_routes.ContainsKey(fallback))
        {
            throw new ArgumentException($"The default route '{fallback}' is not one of the routes.", nameof(options));
        }
    }

    /// <summary>The routes by name.</summary>
    public IReadOnlyCollection<string> Routes => _routes.Keys;

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        Span span = Span.Start(TtaNames.Spans.Primitive.Router.RouteDecision, this, TtaNames.Values.Action.RouteDecision, context);
        ValueTask<RouteDecision> choice;
        try
        {
            choice = _selector.SelectAsync(input, context, cancellationToken);
        }
        catch (Exception exception)
        {
            span.Fail(exception, cancellationToken);
            throw;
        }

        if (choice.IsCompletedSuccessfully)
        {
            WorkflowPrimitive<TIn, TOut> route = Decided(choice.Result, span, context, cancellationToken, out string name);
            return RunAsync(name, route, input, context, cancellationToken);
        }

        ValueTask<TOut> rest = AwaitObservedAsync(choice, span, input, context, cancellationToken);
        span.Leave();
        return rest;
    }

    private protected override ValueTask<TOut> ExecuteUnobservedAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        if (_observer is not null || Instruments.RouterDecisions.Enabled)
        {
            return ExecuteCoreAsync(input, context, cancellationToken);
        }

        if (_rule is not null)
        {
            return RouteTo(_rule(input, context), out _, out _).ExecuteLastAsync(input, context, cancellationToken);
        }

        ValueTask<RouteDecision> choice = _selector.SelectAsync(input, context, cancellationToken);
        return choice.IsCompletedSuccessfully
            ? RouteTo(choice.Result.Route, out _, out _).ExecuteLastAsync(input, context, cancellationToken)
            : AwaitedAsync(choice, input, context, cancellationToken);
    }

    private async ValueTask<TOut> AwaitedAsync(
        ValueTask<RouteDecision> choice, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        RouteDecision decision = await choice.ConfigureAwait(false);
        return await RouteTo(decision.Route, out _, out _).ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<TOut> AwaitObservedAsync(
        ValueTask<RouteDecision> choice, Span span, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        RouteDecision decision;
        try
        {
            decision = await choice.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception, cancellationToken);
            throw;
        }

        WorkflowPrimitive<TIn, TOut> route = Decided(decision, span, context, cancellationToken, out string name);
        return await RunAsync(name, route, input, context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the decision's span, counts it, and tells the route to take and the name by which the selector knows it.</summary>
    private WorkflowPrimitive<TIn, TOut> Decided(
        RouteDecision decision, in Span span, WorkflowContext context, CancellationToken cancellationToken, out string known)
    {
        WorkflowPrimitive<TIn, TOut> route;
        string name;
        bool chosen;
        try
        {
            route = RouteTo(decision.Route, out name, out chosen);
        }
        catch (Exception exception)
        {
            span.Fail(exception, cancellationToken);
            throw;
        }

        known = chosen ? decision.Route! : name;
        string reason = chosen ? decision.Reason : RouteReasons.Default;
        span.Tag(Keys.Router.Route, name);
        span.Tag(Keys.Router.Reason, reason);
        span.Succeed();
        Instruments.RouterDecisions.Add(
            1,
            new(Labels.WorkflowName, context.WorkflowLabel),
            new(Labels.RouterName, Name),
            new(Labels.RouteSelected, name),
            new(Labels.Reason, Bounded(reason)));
        Connect(this, route, TtaNames.Values.Connection.Route);
        return route;
    }

    private ValueTask<TOut> RunAsync(
        string name, WorkflowPrimitive<TIn, TOut> route, TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        _observer is null
            ? route.ExecuteAsync(input, context, cancellationToken)
            : TimedAsync(name, route, input, context, cancellationToken);

    private async ValueTask<TOut> TimedAsync(
        string name, WorkflowPrimitive<TIn, TOut> route, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        long started = _options.TimeProvider.GetTimestamp();
        TOut output;
        try
        {
            output = await route.ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            RouteOutcome outcome = Outcome.IsAbandoned(exception, cancellationToken) ? RouteOutcome.Abandoned : RouteOutcome.Failed;
            _observer!.Observe(name, _options.TimeProvider.GetElapsedTime(started), outcome);
            throw;
        }

        _observer!.Observe(name, _options.TimeProvider.GetElapsedTime(started), RouteOutcome.Succeeded);
        return output;
    }

    /// <summary>The route that <paramref name="decision"/> names, or the default one, which was then not chosen.</summary>
    private WorkflowPrimitive<TIn, TOut> RouteTo(string? decision, out string name, out bool chosen)
    {
        chosen = true;
        foreach ((string key, WorkflowPrimitive<TIn, TOut> primitive) in _few)
        {
            if (ReferenceEquals(key, decision))
            {
                name = key;
                return primitive;
            }
        }

        if (decision is not null && _routes.TryGetValue(decision, out (string Name, WorkflowPrimitive<TIn, TOut> Primitive) route))
        {
            // Its own name, however it was spelt: names become labels.
            name = route.Name;
            return route.Primitive;
        }

        chosen = false;
        route = _options.DefaultRoute is { } fallback
            ? _routes[fallback]
            : throw new UnknownRouteException(Name, decision ?? "", _routes.Keys);
        name = route.Name;
        return route.Primitive;
    }

    /// <summary>A selector may make up reasons as it goes; a label may not.</summary>
    private string Bounded(string? reason)
    {
        reason ??= TtaNames.Values.Unknown;
        lock (_reasons)
        {
            return _reasons.Contains(reason) || (_reasons.Count < _options.MaxReasons && _reasons.Add(reason))
                ? reason
                : RouteReasons.Other;
        }
    }
}
