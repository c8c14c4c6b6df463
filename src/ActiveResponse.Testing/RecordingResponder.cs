using System.Collections.Concurrent;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Testing;

/// <summary>A reversible responder that writes down what it is asked, and answers what it is told to.</summary>
/// <param name="name">Its name.</param>
/// <param name="needs">What it needs of an alert; an address if null.</param>
public sealed class RecordingResponder(string name = "recorder", ResponderNeeds? needs = null) : IReversibleResponder
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public ResponderNeeds Needs { get; } = needs ?? ResponderNeeds.Address;

    /// <summary>The calls so far: <c>add 203.0.113.9</c>, <c>delete 203.0.113.9</c>.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>What an apply does; by default it succeeds.</summary>
    public Func<ResponderContext, CancellationToken, ValueTask<ResponderResult>> OnApply { get; set; } =
        static (_, _) => ValueTask.FromResult(ResponderResult.Applied());

    /// <summary>What a revert does; by default it succeeds.</summary>
    public Func<ResponderContext, CancellationToken, ValueTask<ResponderResult>> OnRevert { get; set; } =
        static (_, _) => ValueTask.FromResult(ResponderResult.Lifted());

    /// <inheritdoc/>
    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _calls.Enqueue($"add {context.Subject}");
        return OnApply(context, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _calls.Enqueue($"delete {context.Subject}");
        return OnRevert(context, cancellationToken);
    }
}
