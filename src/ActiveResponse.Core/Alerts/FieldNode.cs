using System.Text;

namespace ActiveResponse.Alerts;

/// <summary>Node of the tree of field places in <see cref="AlertFieldPlaces"/>.</summary>
internal sealed class FieldNode
{
    private readonly byte[] _name;
    private FieldNode[] _children = [];

    private FieldNode(string name) => _name = Encoding.UTF8.GetBytes(name);

    public static FieldNode Root { get; } = Build();

    public ReadOnlySpan<FieldNode> Children => _children;

    public ReadOnlySpan<byte> Name => _name;

    /// <summary>Field whose value is here, if any.</summary>
    public AlertField? Field { get; private set; }

    /// <summary>Priority; lower wins.</summary>
    public int Rank { get; private set; }

    private static FieldNode Build()
    {
        var root = new FieldNode("");
        for (var rank = 0; rank < AlertFieldPlaces.All.Length; rank++)
        {
            var node = root;
            foreach (var name in AlertFieldPlaces.All[rank].Path.Split('.'))
            {
                node = node.ChildNamed(name);
            }

            node.Field = AlertFieldPlaces.All[rank].Field;
            node.Rank = rank;
        }

        return root;
    }

    private FieldNode ChildNamed(string name)
    {
        var child = Array.Find(_children, child => Encoding.UTF8.GetString(child._name).Equals(name, StringComparison.OrdinalIgnoreCase));
        if (child is null)
        {
            child = new FieldNode(name);
            _children = [.. _children, child];
        }

        return child;
    }
}
