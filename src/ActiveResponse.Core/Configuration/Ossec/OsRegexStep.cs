namespace ActiveResponse.Configuration.Ossec;

/// <summary>Operation of one step of an OSSEC pattern's program.</summary>
internal enum OsRegexOperation : byte
{
    /// <summary>Consumes the character <see cref="OsRegexStep.Value"/>.</summary>
    Character,

    /// <summary>Consumes a character of the class <see cref="OsRegexStep.Value"/>.</summary>
    Class,

    /// <summary>Goes on to the next step and also to the one <see cref="OsRegexStep.Value"/> away.</summary>
    Fork,

    /// <summary>Goes on to the step <see cref="OsRegexStep.Value"/> away.</summary>
    Jump,

    /// <summary>Passes only at the start of the text.</summary>
    Start,

    /// <summary>Passes only at the end of the text.</summary>
    End,

    /// <summary>The pattern has matched.</summary>
    Match,
}

/// <summary>One step of a program; distances are relative, so that steps can be moved.</summary>
internal readonly record struct OsRegexStep(OsRegexOperation Operation, int Value = 0);
