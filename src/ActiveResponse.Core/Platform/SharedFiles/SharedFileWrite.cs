namespace ActiveResponse.Platform.SharedFiles;

/// <summary>The outcome of one attempt to write the file.</summary>
internal enum SharedFileWrite
{
    /// <summary>The content is on disk.</summary>
    Done,

    /// <summary>Nothing was written: the file changed since it was read.</summary>
    EditedMeanwhile,

    /// <summary>Nothing was written: this way of writing doesn't work here.</summary>
    Impossible,
}
