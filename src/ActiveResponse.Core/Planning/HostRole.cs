namespace ActiveResponse.Planning;

/// <summary>Role of this host among those that alerts come from.</summary>
public enum HostRole
{
    /// <summary>The only host: <c>local</c>, <c>server</c> and <c>all</c> all mean this one. Default.</summary>
    Standalone = 0,

    /// <summary>The server (manager) that agents report to; <c>all</c> means every agent but not the server.</summary>
    Server = 1,

    /// <summary>An agent, known to the server by its id.</summary>
    Agent = 2,
}
