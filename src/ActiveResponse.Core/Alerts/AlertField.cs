namespace ActiveResponse.Alerts;

/// <summary>Fields whose place differs between alert formats.</summary>
internal enum AlertField
{
    Id,
    Time,
    AgentId,
    AgentName,
    AgentAddress,
    Location,
    Description,
    SourceAddress,
    User,
    SourceUser,
    FileName,
}
