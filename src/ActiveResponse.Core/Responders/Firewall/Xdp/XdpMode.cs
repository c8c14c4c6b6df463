namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Where the kernel runs the program.</summary>
public enum XdpMode
{
    /// <summary>In the driver if it can, otherwise generic.</summary>
    Automatic,

    /// <summary>In the driver, before the kernel allocates anything for a packet.</summary>
    Native,

    /// <summary>At the beginning of the network stack, for any driver.</summary>
    Generic,
}
