namespace ActiveResponse.Alerts;

/// <summary>What a step of <see cref="FileFollower"/> came to.</summary>
internal enum FollowStep
{
    /// <summary>Something was read; go on at once.</summary>
    More,

    /// <summary>There is nothing for now; go on after a while.</summary>
    Idle,

    /// <summary>The file is read to its end and another has its name: take its last records and go over.</summary>
    Switch,

    /// <summary>The file is read to its end: take its last records and stop.</summary>
    End,
}
