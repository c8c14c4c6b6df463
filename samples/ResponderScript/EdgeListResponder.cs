using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ResponderScript;

/// <summary>Keeps a file for each address in a folder that a proxy in front of the site reads its list from.</summary>
internal sealed class EdgeListResponder(string folder) : IReversibleResponder
{
    public string Name => "edge-list";

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var file = FileOf(context.Subject);
        if (File.Exists(file))
        {
            // Put there by other hands, or by us: which it was is on record, and only ours are taken back.
            return ValueTask.FromResult(ResponderResult.AlreadyApplied("the address was on the list"));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"rule {context.Order.Origin.RuleId}\n");
        return ValueTask.FromResult(ResponderResult.Applied());
    }

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var file = FileOf(context.Subject);
        if (!File.Exists(file))
        {
            return ValueTask.FromResult(ResponderResult.AlreadyLifted());
        }

        File.Delete(file);
        return ValueTask.FromResult(ResponderResult.Lifted());
    }

    // An address as the library hands it over is letters, digits, dots and colons; a network's slash is no name of a file.
    private string FileOf(Subject subject) => Path.Combine(folder, "list", subject.ToString().Replace('/', '_'));
}
