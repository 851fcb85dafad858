/* advertisement-flood INTERFACE RATE SECONDS: VRRPv2 advertisements of 200 virtual routers in turn, each with its
   IPv4 identification counting from 1. Prints how many the kernel has taken. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { ROUTERS = 200, BATCH = 100, IP = 14, VRRP = 34, LENGTH = 54 };

static uint16_t checksum(const uint8_t *bytes, int length) {
  uint32_t sum = 0;
  for (int i = 0; i < length; i += 2) sum += (uint32_t)(bytes[i] << 8 | bytes[i + 1]);
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return (uint16_t)~sum;
}

static void put16(uint8_t *at, uint16_t value) {
  at[0] = value >> 8;
  at[1] = value & 0xff;
}

/* Router 10.0.0.N announces 10.1.0.N as VRID N. */
static void make_frame(uint8_t *frame, uint8_t vrid) {
  static const uint8_t ethernet[] = {0x01, 0, 0x5e, 0, 0, 0x12, 0, 0, 0x5e, 0, 1, 0, 0x08, 0};
  static const uint8_t ip[] = {0x45, 0xc0, 0, 40, 0, 0, 0, 0, 255, 112, 0, 0, 10, 0, 0, 0, 224, 0, 0, 18};
  memset(frame, 0, LENGTH);
  memcpy(frame, ethernet, sizeof ethernet);
  frame[11] = vrid;
  memcpy(frame + IP, ip, sizeof ip);
  frame[IP + 15] = vrid;
  const uint8_t vrrp[] = {0x21, vrid, 100, 1, 0, 1, 0, 0, 10, 1, 0, vrid};
  memcpy(frame + VRRP, vrrp, sizeof vrrp);
  put16(frame + VRRP + 6, checksum(frame + VRRP, 20));
}

static void number_frame(uint8_t *frame, uint16_t id) {
  put16(frame + IP + 4, id);
  put16(frame + IP + 10, 0);
  put16(frame + IP + 10, checksum(frame + IP, 20));
}

int main(int count, char **words) {
  if (count != 4) return 2;
  const long rate = atol(words[2]), total = rate * atol(words[3]);
  const int handle = socket(AF_PACKET, SOCK_RAW, 0);
  struct sockaddr_ll where = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(words[1])};
  const int bypass = 1;
  if (handle < 0 || setsockopt(handle, SOL_PACKET, PACKET_QDISC_BYPASS, &bypass, sizeof bypass) < 0 ||
      bind(handle, (struct sockaddr *)&where, sizeof where) < 0) {
    perror(words[1]);
    return 1;
  }
  static uint8_t frames[ROUTERS][LENGTH];
  static uint16_t ids[ROUTERS];
  for (int router = 0; router < ROUTERS; router++) make_frame(frames[router], (uint8_t)(router + 1));
  struct mmsghdr messages[BATCH];
  struct iovec parts[BATCH];
  struct timespec due;
  clock_gettime(CLOCK_MONOTONIC, &due);
  long sent = 0, failed = 0;
  while (sent + failed < total) {
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < BATCH; i++) {
      const int router = (int)((sent + failed + i) % ROUTERS);
      number_frame(frames[router], ++ids[router]);
      parts[i] = (struct iovec){frames[router], LENGTH};
      messages[i].msg_hdr.msg_iov = &parts[i];
      messages[i].msg_hdr.msg_iovlen = 1;
    }
    int done = 0;
    while (done < BATCH) {
      const int now = sendmmsg(handle, messages + done, (unsigned)(BATCH - done), 0);
      if (now < 0 && errno != ENOBUFS) {
        perror("sendmmsg");
        return 1;
      }
      if (now > 0) sent += now;
      else failed++;
      done += now > 0 ? now : 1;
    }
    due.tv_nsec += BATCH * 1000000000L / rate;
    while (due.tv_nsec >= 1000000000L) {
      due.tv_nsec -= 1000000000L;
      due.tv_sec++;
    }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
  }
  printf("%ld\n", sent);
  return 0;
}
