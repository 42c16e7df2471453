#include "core/diagnosis/evidence/evidence_json.h"

#include <QJsonArray>

namespace wharf::diagnosis {

namespace {

struct AnyVisit {
    template <class Member> void operator()(const char *, Member &) const { }
};
template <class T>
concept Visited = requires(T &value)
{
    T::members(value, AnyVisit());
};

// Declared first: containers and structs hold each other.
template <Visited T> QJsonValue written(const T &value);
template <class T> QJsonValue written(const QList<T> &values);
template <class T> QJsonValue written(const std::optional<T> &value);

QJsonValue written(bool value) { return value; }
QJsonValue written(int value) { return value; }
QJsonValue written(qint64 value) { return value; }
QJsonValue written(const QString &value) { return value; }

QJsonValue written(const QStringList &values) { return QJsonArray::fromStringList(values); }

QJsonValue written(const QDateTime &value) { return value.isValid() ? value.toUTC().toString(Qt::ISODateWithMs) : QString(); }

QJsonValue written(const QMap<QString, QString> &values)
{
    QJsonObject object;
    for (auto entry = values.begin(); entry != values.end(); ++entry)
        object.insert(entry.key(), entry.value());
    return object;
}

QJsonValue written(const Failure &failure)
{
    QJsonObject object { { QStringLiteral("stage"), stageName(failure.stage) }, { QStringLiteral("kind"), kindName(failure.kind) } };
    const auto put = [&object](const char *name, const QJsonValue &value, bool there) {
        if (there)
            object.insert(QLatin1String(name), value);
    };
    put("http_status", failure.httpStatus, failure.httpStatus != 0);
    put("server_said", failure.serverSaid, !failure.serverSaid.isEmpty());
    put("subject", failure.subject, !failure.subject.isEmpty());
    put("retry_after_seconds", failure.retryAfterSeconds, failure.retryAfterSeconds != 0);
    put("host", failure.host, !failure.host.isEmpty());
    return object;
}

template <class T> QJsonValue written(const QList<T> &values)
{
    QJsonArray array;
    for (const T &value : values)
        array.append(written(value));
    return array;
}

template <class T> QJsonValue written(const std::optional<T> &value) { return value ? written(*value) : QJsonValue(QJsonValue::Null); }

template <Visited T> QJsonObject allMembers(const T &value)
{
    QJsonObject object;
    T::members(value, [&object](const char *name, const auto &member) { object.insert(QLatin1String(name), written(member)); });
    return object;
}

template <Visited T> QJsonValue written(const T &value)
{
    static const QJsonObject defaults = allMembers(T());
    QJsonObject object = allMembers(value);
    for (auto member = defaults.begin(); member != defaults.end(); ++member) {
        if (object.value(member.key()) == member.value())
            object.remove(member.key());
    }
    return object;
}

template <Visited T> void read(const QJsonValue &json, T &value);
template <class T> void read(const QJsonValue &json, QList<T> &values);
template <class T> void read(const QJsonValue &json, std::optional<T> &value);

void read(const QJsonValue &json, bool &value) { value = json.toBool(value); }
void read(const QJsonValue &json, int &value) { value = json.toInt(value); }
void read(const QJsonValue &json, qint64 &value) { value = json.toInteger(value); }
void read(const QJsonValue &json, QString &value) { value = json.toString(value); }

void read(const QJsonValue &json, QStringList &values)
{
    for (const QJsonValue &element : json.toArray()) {
        if (element.isString())
            values.append(element.toString());
    }
}

void read(const QJsonValue &json, QDateTime &value)
{
    if (!json.isString())
        return;
    const QDateTime read = QDateTime::fromString(json.toString(), Qt::ISODateWithMs);
    if (read.isValid())
        value = read.toUTC();
}

void read(const QJsonValue &json, QMap<QString, QString> &values)
{
    const QJsonObject object = json.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        if (entry->isString())
            values.insert(entry.key(), entry->toString());
    }
}

template <class Enum> void readName(const QString &name, Enum last, QString (*nameOf)(Enum), Enum &value)
{
    for (int candidate = 0; candidate <= int(last); ++candidate) {
        if (nameOf(Enum(candidate)) == name)
            value = Enum(candidate);
    }
}

void read(const QJsonValue &json, Failure &failure)
{
    const QJsonObject object = json.toObject();
    readName(object.value(QLatin1String("stage")).toString(), Stage::Image, stageName, failure.stage);
    readName(object.value(QLatin1String("kind")).toString(), Kind::Cancelled, kindName, failure.kind);
    read(object.value(QLatin1String("http_status")), failure.httpStatus);
    read(object.value(QLatin1String("server_said")), failure.serverSaid);
    read(object.value(QLatin1String("subject")), failure.subject);
    read(object.value(QLatin1String("retry_after_seconds")), failure.retryAfterSeconds);
    read(object.value(QLatin1String("host")), failure.host);
}

template <class T> void read(const QJsonValue &json, QList<T> &values)
{
    for (const QJsonValue &element : json.toArray()) {
        if (element.isObject())
            read(element, values.emplaceBack());
    }
}

template <class T> void read(const QJsonValue &json, std::optional<T> &value)
{
    const bool fits = std::is_same_v<T, bool> ? json.isBool() : json.isObject();
    if (fits)
        read(json, value.emplace());
}

template <Visited T> void read(const QJsonValue &json, T &value)
{
    const QJsonObject object = json.toObject();
    T::members(value, [&object](const char *name, auto &member) {
        const QJsonValue found = object.value(QLatin1String(name));
        if (!found.isUndefined())
            read(found, member);
    });
}

} // namespace

QJsonObject toJson(const Evidence &evidence) { return written(evidence).toObject(); }

Evidence evidenceFromJson(const QJsonObject &object)
{
    Evidence evidence;
    read(QJsonValue(object), evidence);
    return evidence;
}

} // namespace wharf::diagnosis
