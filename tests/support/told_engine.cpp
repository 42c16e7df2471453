#include "tests/support/told_engine.h"

#include <QFile>

#include <algorithm>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace wharf::test {

namespace {

constexpr int tick = 50; // milliseconds

bool wait(int descriptor, short events)
{
    pollfd waited { descriptor, events, 0 };
    return ::poll(&waited, 1, tick) > 0;
}

} // namespace

ToldEngine::ToldEngine(const QString &socketFile)
    : m_listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_un address { AF_UNIX, {} };
    const QByteArray path = QFile::encodeName(socketFile);
    if (path.size() >= static_cast<qsizetype>(sizeof address.sun_path))
        qFatal("the socket's path is too long");
    std::copy(path.begin(), path.end(), address.sun_path);
    if (::bind(m_listening, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || ::listen(m_listening, 16) != 0)
        qFatal("%s cannot be listened on", path.constData());
    m_accepting = std::thread([this] { serve(); });
}

ToldEngine::~ToldEngine()
{
    m_over = true;
    m_accepting.join();
    for (std::thread &thread : m_threads)
        thread.join();
    ::close(m_listening);
}

void ToldEngine::answer(const QByteArray &target, const Answer &answer)
{
    const std::lock_guard lock(m_mutex);
    m_answers.insert(target, answer);
}

QList<QByteArray> ToldEngine::asked()
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

void ToldEngine::serve()
{
    while (!m_over) {
        if (!wait(m_listening, POLLIN))
            continue;
        const int connection = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection >= 0)
            m_threads.emplace_back([this, connection] { serveOne(connection); });
    }
}

void ToldEngine::serveOne(int connection)
{
    QByteArray head;
    while (!m_over && !head.contains("\r\n\r\n")) {
        char bytes[4096];
        if (!wait(connection, POLLIN))
            continue;
        const ssize_t got = ::recv(connection, bytes, sizeof bytes, 0);
        if (got <= 0)
            break;
        head.append(bytes, got);
    }
    const QByteArray target = head.split(' ').value(1);
    Answer told { .status = 404, .body = "{\"message\":\"no such thing\"}" };
    {
        const std::lock_guard lock(m_mutex);
        m_asked.append(target);
        told = m_answers.value(target, told);
    }
    // In chunks, as engines send what they do not know the size of.
    QByteArray out = "HTTP/1.1 " + QByteArray::number(told.status) + " X\r\n" + told.headers + "Transfer-Encoding: chunked\r\n\r\n";
    const QByteArray body = told.cutAfter < 0 ? told.body : told.body.left(told.cutAfter);
    constexpr qsizetype piece = 30'011;
    for (qsizetype at = 0; at < body.size(); at += piece) {
        const QByteArray chunk = body.mid(at, piece);
        out += QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n";
    }
    if (told.cutAfter < 0)
        out += "0\r\n\r\n";
    for (qsizetype at = 0; at < out.size() && !m_over;) {
        if (!wait(connection, POLLOUT))
            continue;
        const ssize_t wrote = ::send(connection, out.constData() + at, static_cast<size_t>(std::min<qsizetype>(out.size() - at, 64 * 1024)), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (wrote <= 0)
            break;
        at += wrote;
        m_sent += wrote;
    }
    while (told.hangs && !m_over) {
        if (wait(connection, POLLIN))
            break; // it has gone
    }
    ::close(connection);
}

} // namespace wharf::test
