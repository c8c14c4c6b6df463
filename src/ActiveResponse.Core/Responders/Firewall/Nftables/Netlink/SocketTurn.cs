namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Ends the turn of whoever uses a socket.</summary>
internal readonly struct SocketTurn(SemaphoreSlim turn) : IDisposable
{
    public void Dispose() => turn.Release();
}
