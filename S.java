import java.security.*;import java.lang.management.*;
public class S { public static void main(String[] a) throws Exception {
 KeyPairGenerator g=KeyPairGenerator.getInstance("RSA"); g.initialize(2048); KeyPair k=g.generateKeyPair();
 byte[] m=new byte[600]; var t=ManagementFactory.getThreadMXBean();
 for(int r=0;r<8;r++){ long s=t.getCurrentThreadCpuTime(); int n=1000; for(int i=0;i<n;i++){ Signature x=Signature.getInstance("SHA256withRSA"); x.initSign(k.getPrivate()); x.update(m); x.sign(); } System.out.println("sign us "+(t.getCurrentThreadCpuTime()-s)/n/1000.0);} 
 }}
