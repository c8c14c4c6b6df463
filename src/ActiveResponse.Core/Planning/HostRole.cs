namespace ActiveResponse.Planning;

/// <summary>What part this host plays among the hosts that alerts come from.</summary>
public enum HostRole
{
    /// <summary>The only host: <c>local</c>, <c>server</c> and <c>all</c> all mean this one. The default.</summary>
    Standalone = 0,

    /// <summary>The server (manager) that agents report to; <c>all</c> means every agent and not itself.</summary>
    Server = 1,

    /// <summary>An agent, known to the server by its id.</summary>
    Agent = 2,
}
