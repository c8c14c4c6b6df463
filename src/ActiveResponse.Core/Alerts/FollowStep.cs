namespace ActiveResponse.Alerts;

/// <summary>Result of a step of <see cref="FileFollower"/>.</summary>
internal enum FollowStep
{
    /// <summary>Data was read; continue at once.</summary>
    More,

    /// <summary>Nothing to read now; continue later.</summary>
    Idle,

    /// <summary>The file is read to its end and another has its name: take its last records and move on.</summary>
    Switch,

    /// <summary>The file is read to its end: take its last records and stop.</summary>
    End,
}
