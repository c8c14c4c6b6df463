namespace ActiveResponse.Processes;

/// <summary>What a <see cref="ChildWatch"/> has a descriptor of.</summary>
internal interface IWatched
{
    /// <summary>The descriptor can be read, or has come to its end. Told once, until it is armed again; on the thread all children share,
    /// so nothing here may wait.</summary>
    void Ready();
}
