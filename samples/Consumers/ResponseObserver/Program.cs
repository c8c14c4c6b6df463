using ActiveResponse.Execution;

// Outcomes go where the host wants them: here to the console.
await using var stage = await Stage.SetAsync((builder, _) => builder.AddObserver(_ => new ConsoleObserver()));
await stage.HandleAsync("203.0.113.9");
await stage.HandleAsync("127.0.0.1");
await stage.PassAsync(TimeSpan.FromMinutes(10));

/// <summary>Writes every outcome.</summary>
internal sealed class ConsoleObserver : IResponseObserver
{
    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{action.Verb} {action.Order.Subject}: {action.Outcome}");
        return ValueTask.CompletedTask;
    }
}
