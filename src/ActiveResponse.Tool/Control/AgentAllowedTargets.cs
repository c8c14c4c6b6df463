using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>The allow list of a running agent, for a view. Additions are saved beside the state.</summary>
internal sealed class AgentAllowedTargets(AllowChanges changes) : IAllowedTargets
{
    public IReadOnlyList<AllowItem> List() =>
        [
            .. changes
                .Entries()
                .Select(static entry => new AllowItem(
                    ToolText.OneLine((entry.Entry.Negated ? "!" : "") + entry.Entry.Text),
                    entry.IsAdded ? "added" : "configuration",
                    entry.Note.Reason,
                    entry.Note.By
                )),
        ];

    public async ValueTask<IReadOnlyList<ExecutedAction>> AddAsync(string entry, OrderNote note, CancellationToken cancellationToken) =>
        await OrProblemAsync(() => changes.AddAsync(entry, note, cancellationToken));

    public async ValueTask<IReadOnlyList<ExecutedAction>> RemoveAsync(string entry, OrderNote note, CancellationToken cancellationToken) =>
        await OrProblemAsync(() => changes.RemoveAsync(entry, note, cancellationToken));

    private static async Task<IReadOnlyList<ExecutedAction>> OrProblemAsync(Func<Task<IReadOnlyList<ExecutedAction>>> change)
    {
        try
        {
            return await change();
        }
        catch (ControlException e)
        {
            throw new ViewException(ViewProblem.Invalid, e.Message);
        }
    }
}
