namespace ActiveResponse.Configuration.Ossec;

/// <summary>What a stock executable does.</summary>
internal enum StockAction
{
    /// <summary>It stops the packets of an alert's source address.</summary>
    FilterPackets,

    /// <summary>It denies the source address the services that ask TCP wrappers.</summary>
    DenyHost,

    /// <summary>It sends what goes to the source address nowhere.</summary>
    NullRoute,

    /// <summary>It locks the account an alert is about.</summary>
    DisableAccount,

    /// <summary>It restarts the agent, notifies somebody, or does something else that needs no field of an attacker.</summary>
    Other,
}
