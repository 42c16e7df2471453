#include "core/docker/helper_text.h"

#include <nlohmann/json.hpp>

namespace wharf::docker {

namespace {

using Json = nlohmann::ordered_json;

constexpr qsizetype longestLine = 64 * 1024;

tl::unexpected<Failure> badInput(Kind kind)
{
    return fail({ .stage = Stage::Input, .kind = kind, .subject = QStringLiteral("standard input") });
}

void wipeString(Json &value)
{
    if (value.is_string()) {
        auto &text = value.get_ref<std::string &>();
        wipe(text.data(), text.size());
    }
}

} // namespace

Result<QByteArray> joinLines(QByteArrayView input)
{
    QByteArray joined;
    joined.reserve(input.size());
    while (!input.isEmpty()) {
        const qsizetype end = input.indexOf('\n');
        QByteArrayView line = end < 0 ? input : input.first(end);
        input = end < 0 ? QByteArrayView() : input.sliced(end + 1);
        if (line.size() >= longestLine) {
            wipe(joined);
            return badInput(Kind::TooLarge);
        }
        if (line.endsWith('\r'))
            line.chop(1);
        joined.append(line);
    }
    return joined;
}

Result<SignIn> parseSignIn(const QByteArray &json)
{
    Json document = Json::parse(json.begin(), json.end(), nullptr, false);
    if (!document.is_object())
        return badInput(Kind::Malformed);
    SignIn signIn;
    bool sound = true;
    for (auto &[name, value] : document.items()) {
        const auto is = [&name = name](const char *wanted) { return qstricmp(name.c_str(), wanted) == 0; };
        if (!is("ServerURL") && !is("Username") && !is("Secret"))
            continue;
        sound = sound && value.is_string();
        if (!value.is_string())
            continue;
        const auto &text = value.get_ref<const std::string &>();
        if (is("ServerURL"))
            signIn.serverUrl = QString::fromStdString(text);
        else if (is("Username"))
            signIn.credential.userName = QString::fromStdString(text);
        else
            signIn.credential.secret = std::make_shared<const Secret>(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
        wipeString(value);
    }
    if (!sound)
        return badInput(Kind::Malformed);
    return signIn;
}

QByteArray jsonString(QByteArrayView utf8)
{
    QByteArray quoted;
    quoted.reserve(utf8.size() * 6 + 2); // so that no half-filled copy is left behind by growing
    quoted.append('"');
    for (const char c : utf8) {
        if (c == '"' || c == '\\')
            quoted.append('\\').append(c);
        else if (static_cast<unsigned char>(c) < 0x20)
            quoted.append("\\u00").append(QByteArray(1, c).toHex());
        else
            quoted.append(c);
    }
    return quoted.append('"');
}

QByteArray printSignIn(const SignIn &signIn)
{
    QByteArray secret = signIn.credential.secret ? signIn.credential.secret->reveal(&jsonString) : QByteArray("\"\"");
    const QByteArray server = jsonString(signIn.serverUrl.toUtf8());
    const QByteArray user = jsonString(signIn.credential.userName.toUtf8());
    QByteArray printed;
    printed.reserve(server.size() + user.size() + secret.size() + 64);
    printed.append("{\"ServerURL\":").append(server).append(",\"Username\":").append(user);
    printed.append(",\"Secret\":").append(secret).append("}\n");
    wipe(secret);
    return printed;
}

} // namespace wharf::docker
