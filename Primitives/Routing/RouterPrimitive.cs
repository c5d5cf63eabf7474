using System.Collections.Frozen;
using System.Diagnostics;
using Keys = Tta.Primitives.TtaNames.Attributes;
using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>Chooses one of several named primitives and runs it.</summary>
/// <typeparam name="TIn">What it and its routes take.</typeparam>
/// <typeparam name="TOut">What they return.</typeparam>
/// <remarks>The choice has a span of its own, <c>primitive.router.route_decision</c>, which ends before the chosen route starts.</remarks>
public sealed class RouterPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly FrozenDictionary<string, WorkflowPrimitive<TIn, TOut>> _routes;
    private readonly IRouteSelector<TIn> _selector;
    private readonly IRouteObserver? _observer;
    private readonly RouterOptions _options;
    private readonly HashSet<string> _reasons = new(StringComparer.Ordinal);

    /// <summary>Routes by a rule.</summary>
    /// <param name="routes">The routes by name.</param>
    /// <param name="rule">Returns the name of the route to take.</param>
    /// <param name="options">How to route.</param>
    /// <exception cref="ArgumentException">There is no route, the default is not one, or an argument is null.</exception>
    public RouterPrimitive(
        IReadOnlyDictionary<string, WorkflowPrimitive<TIn, TOut>> routes,
        Func<TIn, WorkflowContext, string> rule,
        RouterOptions? options = null)
        : this(routes, new DelegateSelector<TIn>(rule ?? throw new ArgumentNullException(nameof(rule))), options)
    {
    }

    /// <summary>Routes by a strategy.</summary>
    /// <param name="routes">The routes by name.</param>
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
        _routes = routes.ToFrozenDictionary(StringComparer.Ordinal);
        _selector = selector;
        _observer = selector as IRouteObserver;
        if (_routes.Count == 0 || _routes.Values.Any(route => route is null))
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
        if (Instruments.Observed || Instruments.RouterDecisions.Enabled || _observer is not null)
        {
            return ObservedAsync(input, context, cancellationToken);
        }

        ValueTask<RouteDecision> choice = _selector.SelectAsync(input, context, cancellationToken);
        return choice.IsCompletedSuccessfully
            ? Resolve(choice.Result, out _).ExecuteAsync(input, context, cancellationToken)
            : AwaitedAsync(choice, input, context, cancellationToken);
    }

    private async ValueTask<TOut> AwaitedAsync(
        ValueTask<RouteDecision> choice, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        RouteDecision decision = await choice.ConfigureAwait(false);
        return await Resolve(decision, out _).ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<TOut> ObservedAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        RouteDecision decision;
        WorkflowPrimitive<TIn, TOut> route;
        Span span = Span.Start(TtaNames.Spans.Primitive.Router.RouteDecision, this, TtaNames.Values.Action.RouteDecision, context);
        try
        {
            decision = await _selector.SelectAsync(input, context, cancellationToken).ConfigureAwait(false);
            route = Resolve(decision, out decision);
        }
        catch (Exception exception)
        {
            span.Fail(exception, cancellationToken);
            throw;
        }

        span.Tag(Keys.Router.Route, decision.Route);
        span.Tag(Keys.Router.Reason, decision.Reason);
        span.Succeed();
        Instruments.RouterDecisions.Add(
            1,
            new(Labels.RouterName, Name), new(Labels.RouteSelected, decision.Route), new(Labels.Reason, Bounded(decision.Reason)));
        Connect(this, route, TtaNames.Values.Connection.Route);
        return _observer is null
            ? await route.ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false)
            : await TimedAsync(decision.Route, route, input, context, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<TOut> TimedAsync(
        string name, WorkflowPrimitive<TIn, TOut> route, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            TOut output = await route.ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false);
            _observer!.Observe(name, Stopwatch.GetElapsedTime(started), succeeded: true);
            return output;
        }
        catch (Exception exception) when (!Outcome.IsCancellation(exception, cancellationToken))
        {
            _observer!.Observe(name, Stopwatch.GetElapsedTime(started), succeeded: false);
            throw;
        }
    }

    private WorkflowPrimitive<TIn, TOut> Resolve(RouteDecision decision, out RouteDecision taken)
    {
        taken = decision;
        if (decision.Route is not null && _routes.TryGetValue(decision.Route, out WorkflowPrimitive<TIn, TOut>? route))
        {
            return route;
        }

        if (_options.DefaultRoute is { } fallback)
        {
            taken = new RouteDecision(fallback, RouteReasons.Default);
            return _routes[fallback];
        }

        throw new UnknownRouteException(Name, decision.Route ?? "", _routes.Keys);
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
