namespace ActiveResponse.Platform.SharedFiles;

/// <summary>What became of one attempt to write the file.</summary>
internal enum SharedFileWrite
{
    /// <summary>It is there, and on disk.</summary>
    Done,

    /// <summary>Nothing was written, because the file isn't what was read any more.</summary>
    EditedMeanwhile,

    /// <summary>Nothing was written, because this way of writing can't do it here.</summary>
    Impossible,
}
