namespace ActiveResponse.Configuration.Ossec;

/// <summary>Queues analysisd opens for active response: its <c>ar_flag</c>.</summary>
[Flags]
internal enum ArQueues
{
    /// <summary>None: nothing is sent.</summary>
    None = 0,

    /// <summary>To remoted, for agents.</summary>
    Agents = 1,

    /// <summary>To this host's execd; without it nothing is sent to agents either.</summary>
    Local = 2,
}
