namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>The kernel refuses a call of <c>bpf</c>.</summary>
/// <param name="error">The errno.</param>
/// <param name="message">What was refused, and why.</param>
internal sealed class BpfException(int error, string message) : IOException(message)
{
    public int Error => error;
}
