using ActiveResponse.Guards;
using ActiveResponse.Planning;

// The scanners of the office may do what would be an attack from anybody else.
await using var stage = await Stage.SetAsync((builder, _) => builder.AddGuard(_ => new OfficeScanners("203.0.113.9")));
await stage.HandleAsync("203.0.113.9");
await stage.HandleAsync("203.0.113.10");
Console.WriteLine($"blocked: {string.Join(' ', stage.Firewall.Entries.Keys)}");

/// <summary>Lets no order against a scanner pass.</summary>
internal sealed class OfficeScanners(params string[] scanners) : IResponseGuard
{
    public string Name => "office-scanners";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
    {
        var address = $"{order.Subject}";
        if (!scanners.Contains(address))
        {
            return ValueTask.FromResult<OrderRefusal?>(null);
        }

        Console.WriteLine($"refused: {address} is a scanner of the office");
        return ValueTask.FromResult<OrderRefusal?>(new OrderRefusal(Name, "it is a scanner of the office"));
    }
}
