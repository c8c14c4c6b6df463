using System.Collections.Frozen;

namespace ActiveResponse.Tool.Control;

/// <summary>Carries out a request with several targets: many at a time, so that they share the firewall's transactions.</summary>
internal static class EachTarget
{
    private const int AtOnce = 100;

    private static readonly FrozenSet<string> Untargeted =
    [
        ControlCommands.List,
        ControlCommands.History,
        ControlCommands.AllowList,
        ControlCommands.Health,
        ControlCommands.View,
        ControlCommands.Events,
    ];

    /// <summary>Carries out a request; what one of several targets can't have is one line of the reply, and the others go on.</summary>
    public static async Task RunAsync(ControlRequest request, ReplyWriter answer, Func<ControlRequest, ReplyWriter, Task> run)
    {
        if (request.Targets is not { } targets)
        {
            await run(request, answer);
            return;
        }

        if (Untargeted.Contains(request.Command))
        {
            throw new ControlException($"{request.Command} takes no targets");
        }

        if (request.Target is not null || request.All)
        {
            throw new ControlException("give targets, a target, or all");
        }

        foreach (var some in Enumerable.Range(0, targets.Count).Chunk(AtOnce))
        {
            foreach (var part in await Task.WhenAll(some.Select(index => RunOneAsync(request.Of(index), run))))
            {
                await answer.AddAsync(part);
            }
        }
    }

    private static async Task<ReplyWriter> RunOneAsync(ControlRequest request, Func<ControlRequest, ReplyWriter, Task> run)
    {
        var part = ReplyWriter.Part();
        try
        {
            await run(request, part);
        }
        catch (ControlException e)
        {
            await part.LineAsync(json =>
            {
                json.WriteString("outcome", "failed");
                json.WriteString("target", request.Target);
                json.WriteString("detail", e.Message);
            });
        }

        return part;
    }
}
