#pragma once

#include "tests/push/body_reader.h"
#include "tests/push/push_log.h"
#include "tests/push/resume_rules.h"
#include "tests/push/spoils.h"
#include "tests/push/uploads_under_way.h"
#include "tests/push/wire.h"

#include <functional>

namespace wharf::rig {

/// What all connections of one proxy share.
struct Shared {
    quint16 upstreamPort = 0;
    std::optional<ResumeRules> rules;
    Spoils spoils;
    PushLog log;
    UploadsUnderWay uploads;
    std::function<void(double seconds)> goAway;
};

/// One client's connection, and ours to the registry behind it. Blocks its thread until both have ended.
class Connection {
public:
    Connection(Wire client, int number, Shared &shared);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    void run();
    /// From any thread: resets both ends.
    void cut();

private:
    /// How reading a body went.
    enum class Came { Whole, Cut, Refused };

    [[nodiscard]] bool serveOne();
    [[nodiscard]] std::optional<RequestHead> readHead();
    [[nodiscard]] bool answerSelf(const RequestHead &head, OwnAnswer answer);
    [[nodiscard]] bool hang();
    [[nodiscard]] Came takeWhole(const RequestHead &head, QByteArray *content);
    [[nodiscard]] bool pass(RequestHead head, const QByteArray *whole);
    [[nodiscard]] bool drain(int patienceMilliseconds);
    [[nodiscard]] Spoils::Next nextPiece(QByteArray *piece);
    bool breakOff(QByteArray unsent, Spoils::Next next);
    void settleUpstream(QByteArray unsent);
    void connectUpstream();

    /// Blocks until one of the two wishes is fulfilled. False when the connection was cut, or its time is up.
    [[nodiscard]] bool wait(short ofClient, short ofUpstream, int milliseconds = -1);
    [[nodiscard]] bool pause(int milliseconds);
    [[nodiscard]] Wire::Got readClient();
    void endEntry(int status, const QByteArray &fault);

    Shared &m_shared;
    Wire m_client;
    Wire m_upstream;
    int m_number;
    int m_cut;                 ///< an eventfd
    bool m_wasCut = false;
    short m_clientEvents = 0;  ///< of the last wait()
    short m_upstreamEvents = 0;
    QByteArray m_fromClient;
    qint64 m_ofUploads = 0;    ///< bytes of uploads on this connection

    // The request at hand.
    qsizetype m_entry = 0;
    BodyReader m_body = BodyReader::ofLength(0);
    BodyFlow m_flow;
    QByteArray m_fault;
};

} // namespace wharf::rig
