namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>How requests reach firewalld. firewall-cmd makes permanent changes, sets and reloads in any case.</summary>
public enum FirewalldTransport
{
    /// <summary>Over a D-Bus connection that stays open, and by firewall-cmd where that fails. With a custom <c>ICommandRunner</c>, by
    /// firewall-cmd only: that runner may reach another firewalld.</summary>
    Automatic,

    /// <summary>Like <see cref="Automatic"/>, with any runner: firewall-cmd must reach the firewalld of this host.</summary>
    DBus,

    /// <summary>By firewall-cmd alone.</summary>
    Program,
}
