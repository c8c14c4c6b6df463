using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Makes a responder of a firewall backend: checks what the backend can express, and hands it batches.</summary>
internal sealed class FirewallResponder(IFirewallBackend backend) : IBatchResponder, IEnumerableResponder
{
    public string Name => backend.Name;

    public ResponderNeeds Needs => ResponderNeeds.Address;

    // What a later process finds on record there must be true.
    public bool TellsExtensions => backend.TellsExtensions();

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
        (await RunBatchAsync([context], [], cancellationToken).ConfigureAwait(false)).Applies[0];

    public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        (await RunBatchAsync([], [context], cancellationToken).ConfigureAwait(false)).Reverts[0];

    public async ValueTask<BatchResult> RunBatchAsync(
        IReadOnlyList<ResponderContext> applies, IReadOnlyList<ResponderContext> reverts, CancellationToken cancellationToken)
    {
        var addResults = applies.Select(context => backend.CannotExpress(context.Subject)).ToArray();
        var removeResults = reverts.Select(context => backend.CannotExpress(context.Subject)).ToArray();
        var adds = applies.Where((_, i) => addResults[i] is null).Select(static c => new FirewallEntry(c.Subject.Address!.Value, c.Until)).ToList();
        var removes = reverts.Where((_, i) => removeResults[i] is null).Select(static c => c.Subject.Address!.Value).ToList();
        var done = adds.Count + removes.Count == 0
            ? new FirewallBatchResult([], [])
            : await backend.ApplyAsync(adds, removes, cancellationToken).ConfigureAwait(false);
        return new BatchResult(Fill(addResults, done.Adds), Fill(removeResults, done.Removes));
    }

    public bool CanList(string? place) => backend.Capabilities.Enumeration;

    public ValueTask<IReadOnlyList<FoundEffect>> ListAsync(CancellationToken cancellationToken) => backend.FindAsync(cancellationToken);

    private static ResponderResult[] Fill(ResponderResult?[] known, IReadOnlyList<ResponderResult> rest)
    {
        var next = 0;
        return [.. known.Select(result => result ?? (next < rest.Count ? rest[next++] : ResponderResult.Failed("the backend gave no result for this entry")))];
    }
}
