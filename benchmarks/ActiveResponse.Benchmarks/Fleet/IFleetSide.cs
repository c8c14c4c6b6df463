namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>One of the two that are measured: agents, or bare connections.</summary>
internal interface IFleetSide
{
    /// <summary>Counts what arrives.</summary>
    Arrivals Arrivals { get; }

    /// <summary>Connects all, and waits until each has got a message.</summary>
    Task ConnectAsync();

    /// <summary>Sends a message to all, and waits until the server has taken it.</summary>
    Task SendToAllAsync();

    /// <summary>Sends a message to one, and waits until the server has taken it.</summary>
    Task SendToOneAsync(int number);
}
