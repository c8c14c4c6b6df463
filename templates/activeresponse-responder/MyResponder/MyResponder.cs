using ActiveResponse.Planning;
using ActiveResponse.Responders;

/// <summary>Blocks an address by a file of its name in a folder that something else reads; register it with <c>.AddResponder(_ => new
/// MyResponder(folder))</c>.</summary>
/// <param name="folder">The folder; it must exist.</param>
public sealed class MyResponder(string folder) : IReversibleResponder
{
    /// <summary>What <c>&lt;executable&gt;</c> of ossec.conf says.</summary>
    public string Name => "my-responder";

    /// <summary>What it needs of an alert.</summary>
    public ResponderNeeds Needs => ResponderNeeds.Address;

    /// <summary>Blocks; doing it twice is the same as once.</summary>
    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(PathOf(context), $"{context.Until:O}", cancellationToken);
        return ResponderResult.Applied();
    }

    /// <summary>Takes the block back; harmless when there is none.</summary>
    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        File.Delete(PathOf(context));
        return ValueTask.FromResult(ResponderResult.Lifted());
    }

    // The subject is an address, or a network in the form 203.0.113.0/24; a colon or a slash is no part of a file name everywhere.
    private string PathOf(ResponderContext context) => Path.Combine(folder, Uri.EscapeDataString($"{context.Subject}"));
}
