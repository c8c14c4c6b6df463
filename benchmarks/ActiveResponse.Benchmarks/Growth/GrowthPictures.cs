namespace ActiveResponse.Benchmarks.Growth;

/// <summary>One picture: what it shows, over how much work.</summary>
/// <param name="Part">The part that measures it.</param>
/// <param name="Name">Its file, without extension.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Work">What grows.</param>
/// <param name="Unit">The unit of the figures.</param>
/// <param name="Text">What a reader has to know.</param>
internal sealed record GrowthPicture(string Part, string Name, string Title, string Work, string Unit, string Text);

/// <summary>All pictures, in the order of the page.</summary>
internal static class GrowthPictures
{
    public static IReadOnlyList<GrowthPicture> All { get; } =
    [
        new(
            "blocks",
            "block",
            "One block more",
            "blocks in place",
            "µs",
            "`ApplyAsync` until the kernel has it, with guards and records in memory; median of 300."
        ),
        new("blocks", "lift", "One block lifted", "blocks in place", "µs", "`LiftAsync` until the kernel has let it go; median of 300."),
        new(
            "blocks",
            "list",
            "All blocks listed, and compared with the record",
            "blocks in place",
            "ms",
            "*Look for drift*: `VerifyInPlaceAsync`. Raw: `nft list set`."
        ),
        new(
            "blocks",
            "memory",
            "Managed memory for each block",
            "blocks in place",
            "bytes",
            "Everything collected. Below 1,000 blocks the engine itself hides them."
        ),
        new(
            "starts",
            "restart",
            "A start with blocks on record in SQLite",
            "blocks on record",
            "ms",
            "Until the kernel has all: *lost*, it had none of them; *adopted*, it still had all. Raw: ready messages."
        ),
        new(
            "responses",
            "match",
            "One alert matched",
            "responses",
            "ns",
            "Raw: the alert's line scanned whole by `Utf8JsonReader`, which has to happen however few responses there are."
        ),
        new(
            "responses",
            "load",
            "ossec.conf loaded",
            "responses",
            "ms",
            "*Checked*: parsed, with all findings of `check`. *Ready to match*: with the matcher built. Raw: `XmlReader` to the end."
        ),
        new("agents", "order-all", "An order for all agents", "agents", "ms", "Until the last has carried it out; bare: has it."),
        new("agents", "order-one", "An order for one agent", "agents", "ms", "Until it has carried it out; bare: has it."),
        new("agents", "agent-memory", "Managed memory for each agent", "agents", "KB", "Everything collected; all in one process."),
    ];

    /// <summary>The parts of a run.</summary>
    public static IReadOnlyList<string> Parts { get; } = [.. All.Select(static picture => picture.Part).Distinct()];

    public static IEnumerable<GrowthPicture> Of(string part) => All.Where(picture => picture.Part == part);
}
