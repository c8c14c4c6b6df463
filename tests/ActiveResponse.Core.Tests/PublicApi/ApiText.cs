using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ActiveResponse.Tests.PublicApi;

/// <summary>The public face of an assembly as text: one line for each type and member, sorted, in C# as far as it matters to a caller.</summary>
internal sealed class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly NullabilityInfoContext _nullability = new();

    public static string Of(Assembly assembly) => new ApiText().Render(assembly.GetExportedTypes());

    /// <summary>The text of some types, each with its members below it.</summary>
    public string Render(IEnumerable<Type> types) =>
        string.Concat(types.OrderBy(static type => type.FullName, StringComparer.Ordinal).SelectMany(Lines).Select(static line => line + "\n"));

    private IEnumerable<string> Lines(Type type)
    {
        yield return Header(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield return "  " + Method(type.GetMethod("Invoke")!);
            yield break;
        }

        var members = type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(static field => string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"))
            : type.GetMembers(Declared).Select(Member).Where(static line => line is not null).Select(static line => line!).Order(StringComparer.Ordinal);
        foreach (var member in members)
        {
            yield return "  " + member;
        }
    }

    private static string Header(Type type)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var parents = type.GetInterfaces().Where(static parent => parent.IsPublic && parent.Namespace?.StartsWith("ActiveResponse", StringComparison.Ordinal) == true)
            .Concat(type.BaseType is { } root && root != typeof(object) && root != typeof(ValueType) && root != typeof(Enum) && kind != "delegate" ? [root] : [])
            .Select(Name).Order(StringComparer.Ordinal).ToList();
        return $"{kind} {type.Namespace}.{Name(type)}{(parents.Count == 0 ? "" : " : " + string.Join(", ", parents))}";
    }

    private string? Member(MemberInfo member) => member switch
    {
        FieldInfo field when IsSeen(field) => $"{Modifiers(field.IsStatic, false, field.IsFamily)}field {Name(field.FieldType)} {field.Name}",
        PropertyInfo property => Property(property),
        ConstructorInfo constructor when IsSeen(constructor) && !IsGenerated(constructor) => $"{Modifiers(false, false, constructor.IsFamily)}new({Parameters(constructor)})",
        MethodInfo method when IsSeen(method) && !IsGenerated(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) => Method(method),
        EventInfo happening => $"event {Name(happening.EventHandlerType!)} {happening.Name}",
        _ => null,
    };

    private string? Property(PropertyInfo property)
    {
        var get = property.GetMethod is { } reader && IsSeen(reader) ? reader : null;
        var set = property.SetMethod is { } writer && IsSeen(writer) ? writer : null;
        if ((get ?? set) is not { } accessor || property.Name == "EqualityContract")
        {
            return null;
        }

        var isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var mark = _nullability.Create(property).ReadState == NullabilityState.Nullable && !property.PropertyType.IsValueType ? "?" : "";
        var bodies = (get is null ? "" : " get;") + (set is null ? "" : isInit ? " init;" : " set;");
        return $"{Modifiers(accessor.IsStatic, accessor.IsAbstract || IsOverridable(accessor), accessor.IsFamily)}{required}{Name(property.PropertyType)}{mark} {property.Name} {{{bodies} }}";
    }

    private string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        var mark = _nullability.Create(method.ReturnParameter).ReadState == NullabilityState.Nullable && !method.ReturnType.IsValueType ? "?" : "";
        return $"{Modifiers(method.IsStatic, IsOverridable(method), method.IsFamily)}{Name(method.ReturnType)}{mark} {method.Name}{generics}({Parameters(method)})";
    }

    private string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        var type = parameter.ParameterType;
        var mark = !type.IsValueType && !type.IsByRef && _nullability.Create(parameter).WriteState == NullabilityState.Nullable ? "?" : "";
        var way = parameter.IsOut ? "out " : type.IsByRef ? "ref " : "";
        var defaultValue = parameter.HasDefaultValue ? string.Create(CultureInfo.InvariantCulture, $" = {parameter.DefaultValue ?? "default"}") : "";
        return $"{way}{Name(type.IsByRef ? type.GetElementType()! : type)}{mark} {parameter.Name}{defaultValue}";
    }));

    private static string Modifiers(bool isStatic, bool isOverridable, bool isProtected) =>
        (isProtected ? "protected " : "") + (isStatic ? "static " : "") + (isOverridable ? "virtual " : "");

    // What implements an interface is virtual to the runtime only.
    private static bool IsOverridable(MethodInfo method) => method.IsVirtual && !method.IsFinal && method.DeclaringType is { IsSealed: false, IsInterface: false };

    private static bool IsSeen(FieldInfo field) => field.IsPublic || field.IsFamily;

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute));

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        var name = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType
            ? $"{(name.Contains('`', StringComparison.Ordinal) ? name[..name.IndexOf('`', StringComparison.Ordinal)] : name)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }
}
