namespace ActiveResponse.Alerts;

/// <summary>Receives what happens to a file that is read; called between records, on the reading thread.</summary>
internal interface IAlertFileEvents
{
    /// <summary>Reading begins at a position, at first and in each further file.</summary>
    void Began(AlertFilePosition position);

    /// <summary>The position to resume at no longer exists.</summary>
    void PositionLost();

    /// <summary>The file is the one that was read, but shorter.</summary>
    void TailLost();

    /// <summary>The file can't be read any more, for another reason than before, or can again (null).</summary>
    void TroubleChanged(Exception? trouble);
}
