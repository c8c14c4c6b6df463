using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Crash.Tests.Fleet;

/// <summary>Writes the alert's id to a file: what can't be taken back, and must not be done twice.</summary>
internal sealed class NoteResponder(string path) : IResponder
{
    public string Name => "note";

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync(path, context.Order.Origin.AlertId + "\n", cancellationToken);
        return ResponderResult.Applied();
    }
}
