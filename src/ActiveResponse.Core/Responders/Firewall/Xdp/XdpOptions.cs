using System.Collections.Immutable;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Options for XDP.</summary>
public sealed record XdpOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>xdp</c>.</summary>
    public string Name { get; init; } = "xdp";

    /// <summary>The interfaces whose incoming packets are examined: 1 to 15 characters each, without <c>/</c>, <c>:</c> and blanks.
    /// Default: empty, for all with a default route in the main table.</summary>
    public ImmutableArray<string> Interfaces { get; init; } = [];

    /// <summary>Where the kernel runs the program. Default: in the driver if it can.</summary>
    public XdpMode Mode { get; init; }

    /// <summary>The bpf file system that keeps the blocks while no process does. A full path. Default: <c>/sys/fs/bpf</c>.</summary>
    public string Folder { get; init; } = "/sys/fs/bpf";

    /// <summary>Our folder in it, to whose name the version of its form is added: a letter, then letters, digits and <c>_</c>, 64
    /// characters at most. Default: <c>active_response</c>.</summary>
    public string Pins { get; init; } = "active_response";

    /// <summary>How many addresses there may be of each family, and how many networks; blocks in place keep the room they were made with.
    /// The kernel takes 16 bytes for each address at once. 1 to 16,777,216. Default: 262,144.</summary>
    public int MaxElements { get; init; } = 1 << 18;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(XdpOptions))
            .NotBlank(Name)
            .Require(
                !Interfaces.IsDefault && Interfaces.All(IsInterface),
                "Interfaces must be names of 1 to 15 characters, without '/', ':' and blanks"
            )
            .Defined(Mode)
            .FilePath(Folder)
            .Form(Pins, IsFolder, "a letter, then letters, digits and '_', at most 64 characters")
            .Range(MaxElements, 1, 1 << 24)
            .ThrowIfAny();

    /// <summary>Whether the kernel would take this as the name of an interface.</summary>
    /// <param name="name">The name.</param>
    public static bool IsInterface(string? name) =>
        name is { Length: > 0 and <= 15 } and not ("." or "..")
        && !name.Any(static c => c is '/' or ':' || char.IsWhiteSpace(c) || char.IsControl(c));

    private static bool IsFolder(string name) =>
        name.Length <= 64 && char.IsAsciiLetter(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
