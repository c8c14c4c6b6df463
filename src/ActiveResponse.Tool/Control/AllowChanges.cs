using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Control;

/// <summary>The allow list of a running agent: additions apply at once and are saved; blocks they cover are lifted.</summary>
internal sealed class AllowChanges(ActiveResponseEngine engine, AllowFile file, AllowList configured)
{
    private const string AddedSource = "added";

    private readonly SemaphoreSlim _turn = new(1);
    private AllowList _configured = configured;

    /// <summary>Applies another configuration; additions stay before its own entries.</summary>
    public async Task ReloadAsync(ActiveResponseConfig config, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var added = Added;
            _configured = config.AllowList;
            _ = await engine.ReloadAsync(config with { AllowList = AllowFile.Merge(added, config.AllowList) }, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task AddAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken)
    {
        await WriteAsync(await AddAsync(request.Target, request.Note, cancellationToken), answer);
    }

    public async Task RemoveAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken)
    {
        await WriteAsync(await RemoveAsync(request.Target, request.Note, cancellationToken), answer);
    }

    /// <exception cref="ControlException">It is no entry, or the list is full.</exception>
    public Task<IReadOnlyList<ExecutedAction>> AddAsync(string? target, OrderNote note, CancellationToken cancellationToken)
    {
        if (AllowFile.TryRead(target, out var entry) is { } problem)
        {
            throw new ControlException(problem);
        }

        return ChangeAsync(
            entries => entries.Any(other => IsSame(other, entry)) ? entries : entries.Add(entry),
            note,
            entry,
            cancellationToken
        );
    }

    /// <exception cref="ControlException">It was not added.</exception>
    public Task<IReadOnlyList<ExecutedAction>> RemoveAsync(string? target, OrderNote note, CancellationToken cancellationToken)
    {
        _ = AllowFile.TryRead(target, out var entry);
        return ChangeAsync(
            entries =>
            {
                var left = entries.RemoveAll(other => IsSame(other, entry));
                if (left.Length < entries.Length)
                {
                    return left;
                }

                throw new ControlException(
                    _configured.Entries.Any(other => IsSame(other, entry))
                        ? $"'{entry.Text}' is on the allow list of the configuration: remove it there"
                        : $"'{entry.Text}' is not on the allow list"
                );
            },
            note,
            added: null,
            cancellationToken
        );
    }

    public static async Task ListAsync(ImmutableArray<AllowListEntry> added, AllowFile file, AllowList configured, ReplyWriter answer)
    {
        foreach (
            var (entry, source) in added
                .Select(static entry => (entry, AddedSource))
                .Concat(configured.Entries.Select(static entry => (entry, "configuration")))
        )
        {
            await answer.LineAsync(json =>
            {
                json.WriteString("entry", (entry.Negated ? "!" : "") + entry.Text);
                json.WriteString("source", source);
                if (source == AddedSource)
                {
                    var note = file.NoteOf(entry);
                    json.WriteString("reason", note.Reason);
                    json.WriteString("by", note.By);
                }
            });
        }
    }

    public Task ListAsync(ReplyWriter answer) => ListAsync(Added, file, _configured, answer);

    /// <summary>Whether two entries are equal, in any notation.</summary>
    public static bool IsSame(AllowListEntry one, AllowListEntry other) =>
        one.Network is { } network
            ? other.Network == network
            : other.Network is null && string.Equals(one.Text, other.Text, StringComparison.OrdinalIgnoreCase);

    private ImmutableArray<AllowListEntry> Added => [.. engine.Config.AllowList.Entries.SkipLast(_configured.Entries.Length)];

    /// <summary>What was added, and what the configuration has.</summary>
    public IReadOnlyList<(AllowListEntry Entry, bool IsAdded, OrderNote Note)> Entries() =>
        [
            .. Added.Select(entry => (entry, true, file.NoteOf(entry))),
            .. _configured.Entries.Select(static entry => (entry, false, OrderNote.None)),
        ];

    private static async Task WriteAsync(IEnumerable<ExecutedAction> outcomes, ReplyWriter answer)
    {
        foreach (var outcome in outcomes)
        {
            await answer.LineAsync(json => HistoryJson.Write(json, outcome));
        }
    }

    private async Task<IReadOnlyList<ExecutedAction>> ChangeAsync(
        Func<ImmutableArray<AllowListEntry>, ImmutableArray<AllowListEntry>> change,
        OrderNote note,
        AllowListEntry? added,
        CancellationToken cancellationToken
    )
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var before = Added;
            var entries = change(before);
            file.Write(entries, entries.Length > before.Length ? added : null, note);
            return await engine
                .ByHand(note)
                .ReloadAsync(engine.Config with { AllowList = AllowFile.Merge(entries, _configured) }, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
