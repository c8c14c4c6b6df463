namespace ActiveResponse.Responders;

/// <summary>A responder that may run programs: many orders at once make up for the start of one.</summary>
internal interface IRunsPrograms
{
    /// <summary>Whether new orders need none, as far as is known. Others may, so that a batch may still block its thread.</summary>
    bool NeedsNoneForNew { get; }
}
