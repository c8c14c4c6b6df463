namespace ActiveResponse.Alerts;

/// <summary>Ignores what happens to a file.</summary>
internal sealed class NoAlertFileEvents : IAlertFileEvents
{
    public void Began(AlertFilePosition position) { }

    public void PositionLost() { }

    public void TailLost() { }

    public void TroubleChanged(Exception? trouble) { }
}
