using System.Collections.Immutable;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Control;

/// <summary>The allow list of a running agent: additions apply at once and are saved; blocks they cover are lifted.</summary>
internal sealed class AllowChanges(ActiveResponseEngine engine, AllowFile file, AllowList configured)
{
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
        if (AllowFile.TryRead(request.Target, out var entry) is { } problem)
        {
            throw new ControlException(problem);
        }

        await ChangeAsync(entries => entries.Any(other => IsSame(other, entry)) ? entries : entries.Add(entry), answer, cancellationToken);
    }

    public async Task RemoveAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken)
    {
        _ = AllowFile.TryRead(request.Target, out var entry);
        await ChangeAsync(
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
            answer,
            cancellationToken
        );
    }

    public static async Task ListAsync(ImmutableArray<AllowListEntry> added, AllowList configured, ReplyWriter answer)
    {
        foreach (
            var (entry, source) in added
                .Select(static entry => (entry, "added"))
                .Concat(configured.Entries.Select(static entry => (entry, "configuration")))
        )
        {
            await answer.LineAsync(json =>
            {
                json.WriteString("entry", (entry.Negated ? "!" : "") + entry.Text);
                json.WriteString("source", source);
            });
        }
    }

    public Task ListAsync(ReplyWriter answer) => ListAsync(Added, _configured, answer);

    /// <summary>Whether two entries are equal, in any notation.</summary>
    public static bool IsSame(AllowListEntry one, AllowListEntry other) =>
        one.Network is { } network
            ? other.Network == network
            : other.Network is null && string.Equals(one.Text, other.Text, StringComparison.OrdinalIgnoreCase);

    private ImmutableArray<AllowListEntry> Added => [.. engine.Config.AllowList.Entries.SkipLast(_configured.Entries.Length)];

    private async Task ChangeAsync(
        Func<ImmutableArray<AllowListEntry>, ImmutableArray<AllowListEntry>> change,
        ReplyWriter answer,
        CancellationToken cancellationToken
    )
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var added = change(Added);
            file.Write(added);
            foreach (
                var outcome in await engine.ReloadAsync(
                    engine.Config with
                    {
                        AllowList = AllowFile.Merge(added, _configured),
                    },
                    cancellationToken
                )
            )
            {
                await answer.LineAsync(json => HistoryJson.Write(json, outcome));
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
