using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>The allow list of an engine in this process. What is added lasts as long as the process.</summary>
internal sealed class EngineAllowedTargets(ActiveResponseEngine engine, AddedAllowGuard added) : IAllowedTargets
{
    public IReadOnlyList<AllowItem> List() =>
        [
            .. added.Entries.Select(entry => new AllowItem(
                entry.Text,
                "added",
                ShownText.OrNull(added.NoteOf(entry).Reason),
                ShownText.OrNull(added.NoteOf(entry).By)
            )),
            .. engine.Config.AllowList.Entries.Select(static entry => new AllowItem(
                ShownText.Of((entry.Negated ? "!" : "") + entry.Text),
                "configuration"
            )),
        ];

    public async ValueTask<IReadOnlyList<ExecutedAction>> AddAsync(string entry, OrderNote note, CancellationToken cancellationToken)
    {
        var read = Read(entry);
        added.Add(read, note);
        var lifted = await engine.RevertAllowedAsync(note, cancellationToken).ConfigureAwait(false);

        // The next check would lift those without a record.
        return [.. lifted, .. await engine.ByHand(note).LiftUnrecordedAsync(added.Allows, cancellationToken).ConfigureAwait(false)];
    }

    public ValueTask<IReadOnlyList<ExecutedAction>> RemoveAsync(string entry, OrderNote note, CancellationToken cancellationToken)
    {
        var read = Read(entry);
        if (added.Remove(read))
        {
            return ValueTask.FromResult<IReadOnlyList<ExecutedAction>>([]);
        }

        throw engine.Config.AllowList.Entries.Any(other => other.Network == read.Network)
            ? new ViewException(ViewProblem.Invalid, $"'{read.Text}' is on the allow list of the configuration.", "Remove it there.")
            : new ViewException(ViewProblem.NotFound, $"'{read.Text}' is not on the allow list.");
    }

    private static AllowListEntry Read(string entry)
    {
        if (!AllowListEntry.TryParse(entry, out var read, out var problem))
        {
            throw new ViewException(ViewProblem.Invalid, problem);
        }

        return read.Network switch
        {
            null => throw new ViewException(
                ViewProblem.Invalid,
                $"'{read.Text}' is a host name: here only addresses and networks can be added.",
                "Put host names on the allow list of the configuration."
            ),
            { Length: 0 } => throw new ViewException(
                ViewProblem.Invalid,
                "That would allow every address.",
                "Use a kill switch to stop all blocks."
            ),
            _ => read,
        };
    }
}
